package wording

// librarySentences are what the libraries and the operating system say that people meet now and then,
// as the cause in a sentence of ours. What isn't here stays as they say it.
var librarySentences = []sentence{
	// files and connections
	{"open %s: %w", "öppna %s: %w", "åpne %s: %w"},
	{"read %s: %w", "läsa %s: %w", "lese %s: %w"},
	{"write %s: %w", "skriva %s: %w", "skrive %s: %w"},
	{"mkdir %s: %w", "göra mappen %s: %w", "lage mappen %s: %w"},
	{"no such file or directory", "filen eller mappen finns inte", "filen eller mappen finnes ikke"},
	{"permission denied", "åtkomst nekas", "tilgang nektet"},
	{"is a directory", "är en mapp", "er en mappe"},
	{"not a directory", "är ingen mapp", "er ikke en mappe"},
	{"no space left on device", "disken är full", "disken er full"},
	{"read-only file system", "disken kan bara läsas", "disken kan bare leses"},
	{"file already closed", "filen är redan stängd", "filen er allerede lukket"},
	{"connection refused", "anslutningen avvisades", "tilkoblingen ble avvist"},
	{"connection reset by peer", "den andra sidan bröt anslutningen", "den andre siden brøt tilkoblingen"},
	{"i/o timeout", "det tog för lång tid", "det tok for lang tid"},
	{"context deadline exceeded", "det tog för lång tid", "det tok for lang tid"},
	{"context canceled", "det avbröts", "det ble avbrutt"},
	{"EOF", "tog slut", "tok slutt"},
	{"unexpected EOF", "tog slut för tidigt", "tok slutt for tidlig"},

	// zips and workbooks
	{"zip: not a valid zip file", "zip: ingen giltig zipfil", "zip: ikke en gyldig zip-fil"},
	{"zip: checksum error", "zip: kontrollsumman stämmer inte", "zip: kontrollsummen stemmer ikke"},
	{"zip: unsupported compression algorithm", "zip: packad på ett sätt som inte kan läsas", "zip: pakket på en måte som ikke kan leses"},
	{"flate: corrupt input before offset %d", "zip: trasig före byte %d", "zip: ødelagt før byte %d"},

	// well-known text (go-geom)
	{"syntax error: %w at line %d, pos %d", "skrivfel: %w på rad %d, tecken %d", "skrivefeil: %w på linje %d, tegn %d"},
	{"invalid keyword", "ett okänt ord", "et ukjent ord"},
	{"invalid number", "ett tal som inte går att läsa", "et tall som ikke kan leses"},
	{"invalid character", "ett tecken som inte hör hit", "et tegn som ikke hører hjemme her"},
	{"unexpected %s", "oväntat %s", "uventet %s"},
	{"unexpected %s, expecting %s", "oväntat %s, väntade %s", "uventet %s, ventet %s"},
	{"not enough coordinates", "för få koordinater", "for få koordinater"},
	{"too many coordinates", "för många koordinater", "for mange koordinater"},
	{"non-empty linestring with only one point", "en linje med bara en punkt", "en linje med bare ett punkt"},
	{"polygon ring doesn't have enough points", "en polygons ring har för få punkter", "ringen i en polygon har for få punkter"},
	{"polygon ring not closed", "en polygons ring är inte sluten", "ringen i en polygon er ikke lukket"},
	{"mixed dimensionality, parsed layout is %s so expecting %d coords but got %d coords", "olika många tal per punkt: %s har %d, men här står %d", "ulikt antall tall per punkt: %s har %d, men her står %d"},
}
