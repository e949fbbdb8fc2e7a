import type { FunctionNode, MathNode, OperatorNode, ParenthesisNode } from "mathjs";

const GREEK: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  lambda: "λ",
  mu: "μ",
  pi: "π",
  rho: "ρ",
};
const SIGN: Readonly<Record<string, string>> = { "*": "&#x2062;", "-": "−", "<": "&lt;", ">": "&gt;", "<=": "≤", ">=": "≥", "==": "=" };

// mathjs tells its nodes apart by `type`, but its union is open; these guards close it.
const isOperator = (node: MathNode): node is OperatorNode => node.type === "OperatorNode";
const isParenthesis = (node: MathNode): node is ParenthesisNode => node.type === "ParenthesisNode";
const isFunction = (node: MathNode): node is FunctionNode => node.type === "FunctionNode";

/** Without the brackets that a fraction bar, a root or an exponent makes unnecessary. */
const bare = (node: MathNode | undefined): string => (node === undefined ? "" : inner(isParenthesis(node) ? node.content : node));

function operator(node: OperatorNode): string {
  const [first, second] = node.args;
  if (node.op === "/") {
    return `<mfrac>${group(bare(first))}${group(bare(second))}</mfrac>`;
  }
  if (node.op === "^") {
    return `<msup>${group(first === undefined ? "" : inner(first))}${group(bare(second))}</msup>`;
  }
  const sign = `<mo>${SIGN[node.op] ?? node.op}</mo>`;
  return second === undefined ? `${sign}${first === undefined ? "" : inner(first)}` : node.args.map(inner).join(sign);
}

const group = (content: string): string => `<mrow>${content}</mrow>`;

function inner(node: MathNode): string {
  if (isOperator(node)) {
    return operator(node);
  }
  if (isParenthesis(node)) {
    return group(`<mo>(</mo>${inner(node.content)}<mo>)</mo>`);
  }
  if (isFunction(node) && node.fn.name === "sqrt") {
    return `<msqrt>${bare(node.args[0])}</msqrt>`;
  }
  const text = node.toString();
  if (node.type === "ConstantNode") {
    return `<mn>${text}</mn>`;
  }
  if (node.type === "SymbolNode") {
    return `<mi>${GREEK[text] ?? text}</mi>`;
  }
  throw new Error(`Cannot typeset a ${node.type} ('${text}'): closed forms hold numbers, symbols, brackets, operators and sqrt`);
}

/** An expression as MathML, which browsers draw without a TeX engine. */
export function mathMl(node: MathNode): string {
  return `<math xmlns="http://www.w3.org/1998/Math/MathML">${group(inner(node))}</math>`;
}
