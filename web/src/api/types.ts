// What the server says and is told, by name: the types of its own OpenAPI document, and what lists are asked by.
import type { components, operations, paths } from './schema.d';

export type Schemas = components['schemas'];
export type Area = Schemas['Area'];
export type AreaInput = Schemas['AreaInput'];
export type Constraint = Schemas['Constraint'];
export type ConstraintInput = Schemas['ConstraintInput'];
export type Facility = Schemas['Facility'];
export type FacilityInput = Schemas['FacilityInput'];
export type LayerInfo = Schemas['LayerInfo'];
export type AreaEvaluation = Schemas['AreaEvaluation'];
export type Comparison = Schemas['Comparison'];
export type ComparisonInfo = Schemas['ComparisonInfo'];
export type ComparisonRequest = Schemas['ComparisonRequest'];
export type CriterionFigure = Schemas['CriterionFigure'];
export type CriterionInfo = Schemas['CriterionInfo'];
export type CurveCorner = Schemas['CurveCorner'];
export type EvaluationRequest = Schemas['EvaluationRequest'];
export type EvaluationSettings = Schemas['EvaluationSettings'];
export type RegionSettings = Schemas['RegionSettings'];
export type Judgement = Schemas['Judgement'];
export type KeptComparison = Schemas['KeptComparison'];
export type LandLeft = Schemas['LandLeft'];
export type Assumption = Schemas['Assumption'];
export type Deleted = Schemas['Deleted'];
export type End = Schemas['End'];
export type Exchange = Schemas['Exchange'];
export type ExplainRequest = Schemas['ExplainRequest'];
export type Explanation = Schemas['Explanation'];
export type Uncertainty = Schemas['Uncertainty'];
export type Figure = Schemas['Figure'];
export type Flow = Schemas['Flow'];
export type FlowAttributes = Schemas['FlowAttributes'];
export type FlowChange = Schemas['FlowChange'];
export type FieldChange = Schemas['FieldChange'];
export type FlowInput = Schemas['FlowInput'];
export type Found = Schemas['Found'];
export type Find = Schemas['Find'];
export type Gate = Schemas['Gate'];
export type HistoryChange = Schemas['Change'];
export type HistoryPage = Schemas['History'];
export type BrokenRows = Schemas['BrokenRows'];
export type Column = Schemas['Column'];
export type Job = Schemas['Job'];
export type ImportReport = Schemas['ImportReport'];
/** How the files of an import are to be read. */
export type ImportWish = Omit<NonNullable<operations['start-import']['parameters']['query']>, 'lang'>;
/** Kinds of record that have a history. */
export type HistoryTable = NonNullable<NonNullable<paths['/api/v1/history']['get']['parameters']['query']>['table']>;
export type ReportOrder = Schemas['ReportOrder'];
export type ExportOrder = Schemas['ExportOrder'];
export type Surroundings = Schemas['Surroundings'];
export type AroundLine = Schemas['AroundLine'];
export type AroundSum = Schemas['AroundSum'];
/** What lies around: of a place, an area or a site. */
export type AroundQuestion = Omit<NonNullable<paths['/api/v1/around']['get']['parameters']['query']>, 'lang'>;
export type Match = Schemas['Match'];
export type NearMiss = Schemas['NearMiss'];
export type OpportunityAnswers = Schemas['OpportunityAnswers'];
export type OpportunityMatrix = Schemas['OpportunityMatrix'];
export type Profile = Schemas['Profile'];
export type ProfileInput = Schemas['ProfileInput'];
export type ProfileList = Schemas['ProfileList'];
export type RankedArea = Schemas['RankedArea'];
export type RankedRow = Schemas['RankedRow'];
export type RankedPartner = Schemas['RankedPartner'];
export type RankedPartners = Schemas['RankedPartners'];
export type Ranking = Schemas['Ranking'];
export type RankingRequest = Schemas['RankingRequest'];
export type NewPitch = Schemas['NewPitch'];
export type Pitch = Schemas['Pitch'];
export type PitchInput = Schemas['PitchInput'];
export type RemovedPitch = Schemas['RemovedPitch'];
export type QuantityUnit = Schemas['QuantityUnit'];
export type Resource = Schemas['Resource'];
export type ResourceList = Schemas['ResourceList'];
export type Site = Schemas['Site'];
export type SiteInput = Schemas['SiteInput'];
export type SiteMatches = Schemas['SiteMatches'];
export type Summary = Schemas['Summary'];
export type WasteCodeList = Schemas['WasteCodeList'];
export type WhatIfPoint = Schemas['WhatIfPoint'];
/** The page draws each match: it always asks for the form that names them. */
export type WhatIfRequest = Omit<Schemas['WhatIfRequest'], 'form'>;
export type WhatIfResult = Schemas['WhatIfResult'];
export type YearCourse = Schemas['YearCourse'];

/** A part of a list; `next_cursor` gives the next part. */
export interface Page<T> {
  items: T[];
  total: number;
  next_cursor?: string | undefined;
}

/** What the lists can be filtered by; each takes what it understands. */
export interface ListQuery {
  resource?: string | undefined;
  direction?: 'surplus' | 'need' | undefined;
  municipality?: string | undefined;
  /** west,south,east,north in degrees; sites, flows and matches. */
  bbox?: string | undefined;
  /** Least net benefit of a match, SEK a year. */
  least?: number | undefined;
  /** Sites, flows, areas and exchanges: in which order, and what each row says. */
  order?: 'name' | undefined;
  q?: string | undefined;
  limit?: number;
  cursor?: string | undefined;
}
