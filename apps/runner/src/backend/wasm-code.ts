/**
 * WebAssembly, written instruction by instruction: none of the tools that would write it is needed for anything else. Numbers of
 * instructions are those of the specification (WebAssembly 2.0, §5.4, with vectors of 128 bits).
 */

export type Code = readonly number[];

export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;

/** An unsigned number in base 128, least significant first. */
function unsigned(value: number): Code {
  return value < 128 ? [value] : [(value % 128) + 128, ...unsigned(Math.floor(value / 128))];
}

export const code = (...parts: readonly Code[]): Code => parts.flat();
export const times = (count: number, of: (at: number) => Code): Code => code(...Array.from({ length: count }, (_, at) => of(at)));

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
/** For 0 ≤ value < 64. */
export const constant = (value: number): Code => [0x41, value];
export const add: Code = [0x6a];
const subtract: Code = [0x6b];
export const multiply: Code = [0x6c];
export const atMost: Code = [0x4c];
export const increase = (local: number, by: Code): Code => code(get(local), by, add, set(local));
export const decrease = (local: number, by: Code): Code => code(get(local), by, subtract, set(local));

/** Repeats the body as long as the condition holds, which is tried first. */
export const whilst = (condition: Code, body: Code): Code =>
  code([0x02, 0x40, 0x03, 0x40], condition, [0x45, 0x0d, 1], body, [0x0c, 0, 0x0b, 0x0b]);
/** Repeats the body until the condition, tried after it, fails. */
export const repeat = (body: Code, condition: Code): Code => code([0x03, 0x40], body, condition, [0x0d, 0, 0x0b]);

/** Does the body once, if the condition holds. */
export const onlyIf = (condition: Code, body: Code): Code => code(condition, [0x04, 0x40], body, [0x0b]);
/** Whether a float32 is not 0. */
export const isNotZero = (value: Code): Code => code(value, ONE.zero, [0x5c]);

/** What is done to one float32, or to four at once. Every operation takes its operands from the stack. */
export interface Lanes {
  readonly columns: number;
  readonly bytes: number;
  load(offset: number): Code;
  /** Loads one number into all lanes. */
  readonly loadSplat: Code;
  /** Puts one number that is on the stack into all lanes. */
  readonly splat: Code;
  store(offset: number): Code;
  readonly zero: Code;
  readonly sum: Code;
  readonly difference: Code;
  readonly product: Code;
  readonly quotient: Code;
  readonly root: Code;
  readonly larger: Code;
  /** `kept` in the lanes where `above` is greater than 0, and 0 elsewhere. */
  where(above: Code, kept: Code): Code;
}

export const ONE: Lanes = {
  columns: 1,
  bytes: 4,
  load: (offset) => [0x2a, 2, ...unsigned(offset)],
  loadSplat: [0x2a, 2, 0],
  splat: [],
  store: (offset) => [0x38, 2, ...unsigned(offset)],
  zero: [0x43, 0, 0, 0, 0],
  sum: [0x92],
  difference: [0x93],
  product: [0x94],
  quotient: [0x95],
  root: [0x91],
  larger: [0x97],
  where: (above, kept) => code(kept, ONE.zero, above, ONE.zero, [0x5e, 0x1b]), // greater than, select
};

export const FOUR: Lanes = {
  columns: 4,
  bytes: 16,
  load: (offset) => [0xfd, 0x00, 2, ...unsigned(offset)],
  loadSplat: [0xfd, 0x09, 2, 0],
  splat: [0xfd, 0x13],
  store: (offset) => [0xfd, 0x0b, 2, ...unsigned(offset)],
  zero: [0xfd, 0x0c, ...Array.from({ length: 16 }, () => 0)],
  sum: [0xfd, 0xe4, 0x01],
  difference: [0xfd, 0xe5, 0x01],
  product: [0xfd, 0xe6, 0x01],
  quotient: [0xfd, 0xe7, 0x01],
  root: [0xfd, 0xe3, 0x01],
  larger: [0xfd, 0xe9, 0x01],
  where: (above, kept) => code(above, FOUR.zero, [0xfd, 0x44], kept, [0xfd, 0x4e]), // greater than, and
};

/** A function: its parameters come first among its locals, which are numbered from 0. */
export interface WasmFunction {
  readonly name: string;
  /** Types of the parameters. It answers nothing. */
  readonly parameters: readonly number[];
  /** How many locals of each type follow. */
  readonly locals: readonly (readonly [number, number])[];
  readonly body: Code;
}

const section = (id: number, content: Code): Code => code([id], unsigned(content.length), content);
const text = (word: string): Code => [word.length, ...Array.from(word, (letter) => letter.charCodeAt(0))];
const sized = (content: Code): Code => code(unsigned(content.length), content);

/** The bytes of a module of these functions. It imports its memory, of any size, as "host" "memory". */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const list = (of: (item: WasmFunction, at: number) => Code): Code => code([functions.length], ...functions.map(of));
  return Uint8Array.from(
    code(
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(
        1,
        list(({ parameters }) => [0x60, parameters.length, ...parameters, 0]),
      ),
      section(2, code([1], text("host"), text("memory"), [0x02, 0x00, 0])),
      section(
        3,
        list((_, at) => [at]),
      ),
      section(
        7,
        list(({ name }, at) => code(text(name), [0x00, at])),
      ),
      section(
        10,
        list(({ locals, body }) => sized(code([locals.length], ...locals, body, [0x0b]))),
      ),
    ),
  );
}
