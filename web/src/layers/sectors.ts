// Sectors are the sections of NACE Rev. 2 (SNI 2007 and SN 2007 use the same letters); the server
// works them out from the activity code.
export const SECTIONS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U'] as const;
