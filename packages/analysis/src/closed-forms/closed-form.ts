import { all, create } from "mathjs/number";
import { mathMl } from "./mathml.ts";

// Its types call `all` possibly absent; it is not.
const { parse } = create(all ?? {});

/** The numbers of an expression's symbols, by name. */
export type Scope = Readonly<Record<string, number>>;

/** A formula kept as an expression: evaluated, checked against the solver, and typeset from one source. */
export interface ClosedForm<Value extends number | boolean> {
  readonly id: string;
  /** What it says, in a sentence. */
  readonly title: string;
  /** In mathjs' syntax. */
  readonly expression: string;
  /** The names of its symbols, in the order in which they appear. */
  readonly symbols: readonly string[];
  readonly tex: string;
  /** A whole <math> element. */
  readonly mathMl: string;
  /** @throws Error for a scope that leaves a symbol out. */
  evaluate(scope: Scope): Value;
}

/** A closed form from its expression. */
export function closedForm<Value extends number | boolean>(parts: {
  readonly id: string;
  readonly title: string;
  readonly expression: string;
}): ClosedForm<Value> {
  const node = parse(parts.expression);
  const compiled = node.compile();
  const functions = new Set(node.filter((part) => part.type === "FunctionNode").map((part) => part.toString().replace(/\(.*/s, "")));
  const names = node.filter((part) => part.type === "SymbolNode").map((part) => part.toString());
  return {
    ...parts,
    symbols: [...new Set(names)].filter((name) => !functions.has(name)),
    tex: node.toTex({ parenthesis: "auto" }).replaceAll(/\s+/g, " ").trim(),
    mathMl: mathMl(node),
    evaluate: (scope) => compiled.evaluate({ ...scope }) as Value, // mathjs answers `any`; the caller names what the expression is
  };
}
