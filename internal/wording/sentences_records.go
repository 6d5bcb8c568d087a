package wording

import "strings"

// recordNoun is a kind of record as sentences name it: alone, and the one that is meant; with its
// article and what there is none of.
type recordNoun struct {
	en         string
	sv, theSV  string
	aSV, noSV  string
	nb, theNB  string
	aNB, noNB  string
	heSV, heNB string // "den", "det"
}

var recordNouns = []recordNoun{
	{"site", "plats", "platsen", "en", "ingen", "sted", "stedet", "et", "ikke noe", "den", "det"},
	{"flow", "flöde", "flödet", "ett", "inget", "ressursstrøm", "ressursstrømmen", "en", "ingen", "det", "den"},
	{"area", "markområde", "markområdet", "ett", "inget", "areal", "arealet", "et", "ikke noe", "det", "det"},
	{"exchange", "utbyte", "utbytet", "ett", "inget", "utveksling", "utvekslingen", "en", "ingen", "det", "den"},
	{"constraint", "begränsning", "begränsningen", "en", "ingen", "begrensning", "begrensningen", "en", "ingen", "den", "den"},
	{"facility", "infrastruktur", "infrastrukturen", "en", "ingen", "infrastruktur", "infrastrukturen", "en", "ingen", "den", "den"},
	{"profile", "profil", "profilen", "en", "ingen", "profil", "profilen", "en", "ingen", "den", "den"},
	{"comparison", "jämförelse", "jämförelsen", "en", "ingen", "sammenligning", "sammenligningen", "en", "ingen", "den", "den"},
	{"pitch", "prospektblad", "prospektbladet", "ett", "inget", "prospektark", "prospektarket", "et", "ikke noe", "det", "det"},
	{"setting", "inställning", "inställningen", "en", "ingen", "innstilling", "innstillingen", "en", "ingen", "den", "den"},
	{"change", "ändring", "ändringen", "en", "ingen", "endring", "endringen", "en", "ingen", "den", "den"},
	{"resource", "resurs", "resursen", "en", "ingen", "ressurs", "ressursen", "en", "ingen", "den", "den"},
	{"region", "region", "regionen", "en", "ingen", "region", "regionen", "en", "ingen", "den", "den"},
}

// recordForms are sentences about a kind of record; {site} stands for it as the English has it, {plats},
// {platsen}, {en}, {ingen} and {den} for the forms of a translation.
var recordForms = []sentence{
	{"{site}", "{plats}", "{plats}"},
	{"there is no {site} %q", "det finns {ingen} {plats} %q", "det finnes {ingen} {plats} %q"},
	{"there is no {site} %q to match", "det finns {ingen} {plats} %q att matcha", "det finnes {ingen} {plats} %q å finne koblinger for"},
	{"there is already a {site} %q; change that one, or give another id", "det finns redan {en} {plats} %q; ändra {den}, eller ange ett annat id", "det finnes allerede {en} {plats} %q; endre {den}, eller angi en annen id"},
	{"the {site} %q has changed: version %d was given, %d is on file; read it again and repeat the change", "{platsen} %q har ändrats: version %d angavs, %d är lagrad; läs om {den} och gör om ändringen", "{platsen} %q er endret: versjon %d ble oppgitt, %d er lagret; les {den} på nytt og gjenta endringen"},
	{"the change %d of the {site} %q is already undone, by change %d: undo that one to have it back", "ändring %d av {platsen} %q är redan ångrad, av ändring %d: ångra den för att få tillbaka den", "endring %d av {platsen} %q er allerede angret, av endring %d: angre den for å få den tilbake"},
	{"the {site} can't be stored: %w", "{platsen} kan inte lagras: %w", "{platsen} kan ikke lagres: %w"},
	{"{site} %s: %w", "{plats} %s: %w", "{plats} %s: %w"},
	{"is missing among the columns of {a} {site}", "saknas bland kolumnerna för {en} {plats}", "mangler blant kolonnene for {en} {plats}"},
	{"is not a column of {a} {site} and was left out", "är ingen kolumn för {en} {plats} och togs inte med", "er ingen kolonne for {en} {plats} og ble ikke tatt med"},
	{"samloka columns lists what {a} {site} can have", "samloka columns visar vad {en} {plats} kan ha", "samloka columns viser hva {en} {plats} kan ha"},
	{"is no {site} of the region", "är {ingen} {plats} i regionen", "er {ingen} {plats} i regionen"},
}

// recordSentences are the forms with each kind of record.
func recordSentences() []sentence {
	var all []sentence
	for _, form := range recordForms {
		for _, n := range recordNouns {
			all = append(all, sentence{
				strings.NewReplacer("{site}", n.en, "{a}", article(n.en)).Replace(form.en),
				strings.NewReplacer("{plats}", n.sv, "{platsen}", n.theSV, "{en}", n.aSV, "{ingen}", n.noSV, "{den}", n.heSV).Replace(form.sv),
				strings.NewReplacer("{plats}", n.nb, "{platsen}", n.theNB, "{en}", n.aNB, "{ingen}", n.noNB, "{den}", n.heNB).Replace(form.nb),
			})
		}
	}
	return all
}

func article(noun string) string {
	if strings.ContainsRune("aeio", rune(noun[0])) {
		return "an"
	}
	return "a"
}
