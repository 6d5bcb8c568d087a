/** What came of a matching of the whole region. */
export interface MatchReport {
  pairs: number;
  /** The greatest benefit first; none of a job that an older program has done. */
  by_resource?: MatchedResource[];
}

/** Of one resource: each surplus with its best need alone. */
export interface MatchedResource {
  resource: string;
  pairs: number;
  surpluses: number;
  delivered: number;
  unit: string;
  net_benefit_sek_per_year: number;
}
