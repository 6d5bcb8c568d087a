package wording

import (
	"golang.org/x/text/language"

	"github.com/samloka/samloka/internal/symbiosis"
)

// Spoken is the language of lang, or else the first of an Accept-Language header that Samloka
// speaks; ok is false, and the language Swedish, when neither says.
func Spoken(lang, accept string) (l symbiosis.Language, ok bool) {
	if lang != "" {
		return symbiosis.ParseLanguage(lang)
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil {
		return symbiosis.Swedish, false
	}
	for _, tag := range tags {
		if l, ok = symbiosis.ParseLanguage(tag.String()); ok {
			return l, true
		}
	}
	return symbiosis.Swedish, false
}

// ProblemTitle names a kind of problem; "" for one it doesn't know.
func ProblemTitle(kind symbiosis.ErrorKind, l symbiosis.Language) string {
	return problemTitles[kind].In(l)
}

var problemTitles = map[symbiosis.ErrorKind]symbiosis.Names{
	symbiosis.Invalid:        {SV: "Det som skickades bryter mot en regel", NB: "Det som ble sendt, bryter en regel", EN: "What was sent breaks a rule"},
	symbiosis.NotFound:       {SV: "Här finns ingenting", NB: "Her finnes ingenting", EN: "There is nothing here"},
	symbiosis.Conflict:       {SV: "Ändringen går inte ihop med det som är lagrat", NB: "Endringen går ikke sammen med det som er lagret", EN: "The change contradicts what is stored"},
	symbiosis.Stale:          {SV: "Posten har ändrats sedan den lästes", NB: "Posten er endret siden den ble lest", EN: "The record has changed since it was read"},
	symbiosis.Unavailable:    {SV: "Regionens databas kan inte användas just nu", NB: "Regionens database kan ikke brukes akkurat nå", EN: "The region's store can't be used just now"},
	symbiosis.Internal:       {SV: "Något gick fel i programmet", NB: "Noe gikk galt i programmet", EN: "Something went wrong in the program"},
	"malformed":              {SV: "Begäran kan inte läsas", NB: "Forespørselen kan ikke leses", EN: "The request can't be read"},
	"method_not_allowed":     {SV: "Metoden är inte tillåten här", NB: "Metoden er ikke tillatt her", EN: "The method isn't allowed here"},
	"not_acceptable":         {SV: "Inget av de format som godtas kan ges", NB: "Ingen av formatene som godtas, kan gis", EN: "None of the accepted formats can be given"},
	"too_large":              {SV: "Begäran är för stor", NB: "Forespørselen er for stor", EN: "The request is too large"},
	"unsupported_media_type": {SV: "Begärans format är inte känt", NB: "Forespørselens format er ikke kjent", EN: "The format of the request isn't known"},
	"precondition_required":  {SV: "Ändringen måste säga vilken version den gjordes i", NB: "Endringen må si hvilken versjon den ble gjort i", EN: "The change must say which version it was made to"},
	"forbidden":              {SV: "Begäran kom från en annan webbplats", NB: "Forespørselen kom fra et annet nettsted", EN: "The request came from another site"},
	"misdirected":            {SV: "Begäran var avsedd för en annan värd", NB: "Forespørselen var ment for en annen vert", EN: "The request was meant for another host"},
	"timed_out":              {SV: "Svaret tog för lång tid", NB: "Svaret tok for lang tid", EN: "The answer took too long"},
	"request_timed_out":      {SV: "Begäran kom för långsamt", NB: "Forespørselen kom for langsomt", EN: "The request came too slowly"},
	"cancelled":              {SV: "Begäran avbröts", NB: "Forespørselen ble avbrutt", EN: "The request was cancelled"},
	"too_many":               {SV: "För mycket begärs på en gång", NB: "For mye blir bedt om på en gang", EN: "Too much is asked for at once"},
}
