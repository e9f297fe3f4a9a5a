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
}
export interface TextsMessage {
  figure: string;
  scores: string;
  reset: string;
  slider: string;
  failed: string;
  no_library: string;
  budget: string;
  spoken: string;
  solves: string;
  not_affordable: string;
  count: string;
  no_score: string;
  one_costs: string;
  left_over: string;
  nothing_left: string;
  ended_left_over: string;
  ended_nothing_left: string;
  measured: string;
  published: string;
  fitted: string;
  sampled: string;
  greedy: string;
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
export interface CurveMessage {
  model: string;
  label: string;
  colour: [string, string];
  k: Int32s;
  budget: Float64s;
  score: Float64s;
  low: Float32s | null;
  high: Float32s | null;
  end: number;
  affordable: Int32s;
  left: Float64s;
  ends: number;
  drawn: number[];
  marked: number[];
  published: number[];
  measured: boolean;
}
export interface MarkMessage {
  label: string;
  colour: [string, string];
  budget: number;
  single: number;
  greedy: number | null;
  level: boolean;
}
export interface Content {
  curves: CurveMessage[];
  grid: Float64s;
  stop: number;
  unit: UnitMessage;
  texts: TextsMessage;
  axis: AxisMessage;
  bands: boolean;
  marks: MarkMessage[];
  key: string;
}
export interface Message {
  curves: CurveMessage[];
  grid: Float64s;
  stop: number;
  unit: UnitMessage;
  texts: TextsMessage;
  axis: AxisMessage;
  bands: boolean;
  marks: MarkMessage[];
  key: string;
  revision: string;
}
