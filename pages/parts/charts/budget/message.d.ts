// Made from message.py: python -m tests.pages.message_types
export type Float64s = string & { packs: "Float64s" };
export type Float32s = string & { packs: "Float32s" };
export type Int32s = string & { packs: "Int32s" };
export interface AxisMessage {
  title: string;
  range: [number, number];
  mixed: boolean;
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
  unit: string;
  axis: AxisMessage;
  bands: boolean;
  marks: MarkMessage[];
  key: string;
}
export interface Message {
  curves: CurveMessage[];
  grid: Float64s;
  stop: number;
  unit: string;
  axis: AxisMessage;
  bands: boolean;
  marks: MarkMessage[];
  key: string;
  revision: string;
}
