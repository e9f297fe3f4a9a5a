// Made from message.py: python -m tests.pages.message_types
import type { Float32s, Float64s, Int32s, UnitMessage } from "../budget/message";
export type Int16s = string & { packs: "Int16s" };
export type Int8s = string & { packs: "Int8s" };
export interface MatrixTexts {
  slider: string;
  budget: string;
  type_a_number: string;
  beyond: string;
  matrix: string;
  figure: string;
  best: string;
  best_of_means: string;
  ended: string;
  none_paid: string;
  told_apart: string;
  by_chance: string;
  leader: string;
  nothing_compared: string;
  how: string;
  lead_within: string;
  lead_alone: string;
  unpaid: string;
  apart: string;
  verdicts: string[];
  legend: string[];
  key: string;
  count: string;
  once: string;
}
export interface ModelMessage {
  model: string;
  label: string;
  family: string;
  colour: [string, string] | null;
}
export interface RowMessage {
  stops: Int32s;
  k: Int32s;
  lead: Int16s;
  low: Int16s;
  high: Int16s;
  mark: Int8s;
}
export interface BestMessage {
  budget: Float64s;
  model: Int32s;
  k: Int32s;
  score: Float32s;
  low: Float32s | null;
  high: Float32s | null;
  held: Float32s | null;
  share: Float32s | null;
  ended: Int32s;
  end: number;
}
export interface MatrixContent {
  models: ModelMessage[];
  grid: Float64s;
  stop: number;
  problems: Int32s;
  measured: boolean;
  rows: RowMessage[];
  best: BestMessage | null;
  unit: UnitMessage;
  mixed: boolean;
  texts: MatrixTexts;
  most: number;
  chance: number;
  colours: [string, string];
}
export interface MatrixMessage {
  models: ModelMessage[];
  grid: Float64s;
  stop: number;
  problems: Int32s;
  measured: boolean;
  rows: RowMessage[];
  best: BestMessage | null;
  unit: UnitMessage;
  mixed: boolean;
  texts: MatrixTexts;
  most: number;
  chance: number;
  colours: [string, string];
  revision: string;
}
