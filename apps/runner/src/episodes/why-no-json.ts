/** A longer line is not searched for the cell that spoils it. */
const MAX_SEARCHED = 20_000;

/** A key with its colon, another string, a bracket, or a bare word: number, truth, null, or what JSON does not know. */
const TOKENS = /("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]|[^\s"{}[\],:]+/g;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // which no JSON means
  }
}

/** The first bare word of a record that JSON does not know, with its column; null where there is none. */
function strangeWord(line: string): { readonly column: string; readonly word: string } | null {
  let depth = 0;
  let column: unknown;
  for (const [token, key] of line.matchAll(TOKENS)) {
    if (key !== undefined) {
      column = depth === 1 ? parsed(key) : column;
    } else if (token === "{" || token === "[") {
      depth++;
    } else if (token === "}" || token === "]") {
      depth--;
    } else if (!token.startsWith('"') && typeof column === "string" && parsed(token) === undefined) {
      return { column, word: token };
    }
  }
  return null;
}

/** The first key that a record has twice, of which a parser keeps the last alone; null where there is none. */
export function repeatedKey(line: string): string | null {
  let depth = 0;
  const keys = new Set<unknown>();
  for (const [token, key] of line.matchAll(TOKENS)) {
    if (key !== undefined && depth === 1) {
      const name = String(parsed(key));
      if (keys.has(name)) {
        return name;
      }
      keys.add(name);
    }
    depth += token === "{" || token === "[" ? 1 : token === "}" || token === "]" ? -1 : 0;
  }
  return null;
}

/** Why a line is no JSON, by the column of a word such as NaN where there is one, else by what the parser said. */
export function whyNoJson(line: string, parserSaid: string): string {
  const strange = line.length > MAX_SEARCHED ? null : strangeWord(line);
  return strange === null ? `it is no JSON: ${parserSaid}` : `column '${strange.column}' is ${strange.word}, for which JSON has no word`;
}
