package wording

// callSentences are what the parser of calls (kong) finds wrong with one.
var callSentences = []sentence{
	{"Try: %s", "Hjälp: %s", "Hjelp: %s"},
	{"expected %s", "här väntades %s", "her ventes %s"},
	{"expected one of %s", "här väntades något av %s", "her ventes én av %s"},
	{"unexpected argument %s", "oväntat ord på raden: %s", "uventet ord på linjen: %s"},
	{"unexpected argument %s, did you mean %s?", "oväntat ord på raden: %s; menade du %s?", "uventet ord på linjen: %s; mente du %s?"},
	{"unexpected argument %s, did you mean one of %s?", "oväntat ord på raden: %s; menade du något av %s?", "uventet ord på linjen: %s; mente du én av %s?"},
	{"unknown flag %s", "det finns inget val %s", "det finnes ikke noe valg %s"},
	{"unknown flag %s, did you mean %s?", "det finns inget val %s; menade du %s?", "det finnes ikke noe valg %s; mente du %s?"},
	{"unknown flag %s, did you mean one of %s?", "det finns inget val %s; menade du något av %s?", "det finnes ikke noe valg %s; mente du én av %s?"},
	{"%s must be one of %s but got %q", "%s ska vara något av %s, inte %q", "%s må være én av %s, ikke %q"},
	{"expected a float but got %q (string)", "här väntades ett tal, inte %q", "her ventes et tall, ikke %q"},
	{"expected an int but got %q (string)", "här väntades ett heltal, inte %q", "her ventes et heltall, ikke %q"},
	{"expected a valid 64 bit int but got %q", "här väntades ett heltal, inte %q", "her ventes et heltall, ikke %q"},
	{"expected \"<key>=<value>\" but got %q", "här väntades NAMN=VÄRDE, inte %q", "her ventes NAVN=VERDI, ikke %q"},
	{"expected duration but got %q", "här väntades en tid, till exempel 90s, inte %q", "her ventes en tid, for eksempel 90s, ikke %q"},
	{"missing flags: %s", "dessa val saknas: %s", "disse valgene mangler: %s"},
}
