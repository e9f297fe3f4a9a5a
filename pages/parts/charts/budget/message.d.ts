// Made from texts.py and message.py: python -m tests.pages.message_types
export interface ScaleMessage {
  least: number;
  times: number;
  before: string;
  after: string;
}
export interface UnitMessage {
  name: string;
  scales: ScaleMessage[];
  whole: boolean;
  one: string | null;
  also: string[];
}
export interface TextsMessage {
  figure: string;
  alternative: string;
  scores: string;
  zoom: string;
  reset: string;
  save: string;
  slider: string;
  failed: string;
  no_library: string;
  budget: string;
  type_a_number: string;
  beyond_chart: string;
  spoken: string;
  solves: string;
  not_affordable: string;
  leads: string;
  level: string;
  ended: string;
  unpaid: string;
  one_for_many: string;
  one_for_most: string;
  to_a_score: string;
  to_a_budget: string;
  score_to_reach: string;
  type_a_score: string;
  needs: string;
  never_reaches: string;
  reaches_with: string;
  only_one: string;
  neither: string;
  both: string;
  both_need: string;
  one_needs: string;
  none_reaches: string;
  times_as_much: string;
  more: string;
  less: string;
  as_much: string;
  reach_table: string;
  never: string;
  or_more: string;
  reach_columns: string[];
  drag: string;
  each: string;
  alone: string;
  on_release: string;
  compare_at: string;
  use_all: string;
  measured: string;
  published: string;
  fitted: string;
  sampled: string;
  greedy: string;
  table: string;
  columns: string[];
  count: string;
  up_to: string;
  at_most: string;
  on_average: string;
  worst: string;
  interval: string;
  one_costs: string;
  all_its_data: string;
  on_problems: string;
  add: string;
  remove: string;
  search: string;
  show_all: string;
  show_fewer: string;
  none_found: string;
}
export type Float64s = string & { packs: "Float64s" };
export type Float32s = string & { packs: "Float32s" };
export type Int32s = string & { packs: "Int32s" };
export interface AxisMessage {
  title: string;
  range: [number, number];
  mixed: boolean;
  tick: number;
}
export interface PackedMessage {
  model: string;
  label: string;
  k: Int32s;
  answers: Float64s | null;
  budget: Float64s;
  worst: Float64s | null;
  score: Float64s;
  low: Float32s | null;
  high: Float32s | null;
  pays: Int32s;
  ends: number;
}
export interface CurveMessage {
  model: string;
  label: string;
  k: Int32s;
  answers: Float64s | null;
  budget: Float64s;
  worst: Float64s | null;
  score: Float64s;
  low: Float32s | null;
  high: Float32s | null;
  pays: Int32s;
  ends: number;
  colour: [string, string];
  end: number;
  drawn: number[];
  marked: number[];
  published: number[];
  measured: boolean;
  band: boolean;
}
export interface EntryMessage {
  model: string;
  label: string;
  k: Int32s;
  answers: Float64s | null;
  budget: Float64s;
  worst: Float64s | null;
  score: Float64s;
  low: Float32s | null;
  high: Float32s | null;
  pays: Int32s;
  ends: number;
  family: string;
  size: string;
  problems: number;
  colour: [string, string] | null;
  pick: "add" | "remove" | null;
  apart: string | null;
}
export interface MarkMessage {
  label: string;
  colour: [string, string];
  budget: number;
  single: number;
  greedy: number | null;
  level: string;
}
export interface RegionMessage {
  start: number;
  end: number;
  colour: [string, string] | null;
  wins: boolean;
  text: string;
}
export interface ArrowMessage {
  tip: number;
  start: number;
  score: number;
  text: string;
}
export interface DuelMessage {
  small: number;
  large: number;
  colour: [string, string] | null;
  headline: string;
  certainty: string;
  remarks: string[];
  regions: RegionMessage[];
  saving: ArrowMessage | null;
  all_samples: number | null;
  compared: boolean;
}
export interface ReachMessage {
  targets: Float64s;
  stop: number;
}
export interface Content {
  curves: CurveMessage[];
  entries: EntryMessage[];
  apart: string;
  grid: Float64s;
  stop: number;
  reach: ReachMessage | null;
  offers_score: boolean;
  unit: UnitMessage;
  exact_unit: UnitMessage;
  texts: TextsMessage;
  axis: AxisMessage;
  marks: MarkMessage[];
  duel: DuelMessage | null;
  scope: string;
  title: string;
  source: string;
  named: string;
  key: string;
  library: string;
}
export interface Message {
  curves: CurveMessage[];
  entries: EntryMessage[];
  apart: string;
  grid: Float64s;
  stop: number;
  reach: ReachMessage | null;
  offers_score: boolean;
  unit: UnitMessage;
  exact_unit: UnitMessage;
  texts: TextsMessage;
  axis: AxisMessage;
  marks: MarkMessage[];
  duel: DuelMessage | null;
  scope: string;
  title: string;
  source: string;
  named: string;
  key: string;
  library: string;
  revision: string;
  drawing: string;
}
