/** Characters that fill two columns of a terminal: East Asian wide forms and emoji (a part of UAX #11 that holds for whole blocks). */
const WIDE = /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;
/** Characters that fill none: combining marks, joiners, variation selectors. */
const NONE = /^(?:\p{M}|[\u200b-\u200d])$/u;

/** How many columns of a terminal a text fills. */
export function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1), 0);
}

/** A text without control characters, which would move a cursor or break a document: each becomes a blank. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]/gu, " ");
}

/** A text on one line, with single blanks between its words. */
export function onOneLine(text: string): string {
  return printable(text).replaceAll(/ +/g, " ").trim();
}

/** The longest beginning of a word that is no wider than `width`, one character at least, and the rest. */
function cutWord(word: string, width: number, widthOf: (text: string) => number): readonly [string, string] {
  const characters = [...word];
  let count = 1;
  while (count < characters.length && widthOf(characters.slice(0, count + 1).join("")) <= width) {
    count++;
  }
  return [characters.slice(0, count).join(""), characters.slice(count).join("")];
}

/** A text in lines of at most `width`, broken at spaces, and inside a word only where it is wider than a line. No text is no line. */
export function wrapWords(text: string, width: number, widthOf: (text: string) => number = columnsOf): readonly string[] {
  const lines: string[] = [];
  const words = onOneLine(text).split(" ").reverse();
  for (let word = words.pop(); word !== undefined && word !== ""; word = words.pop()) {
    const joined = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(joined) <= width) {
      lines[lines.length - 1] = joined;
    } else if (widthOf(word) <= width) {
      lines.push(word);
    } else {
      const [start, rest] = cutWord(word, width, widthOf);
      lines.push(start);
      if (rest !== "") {
        words.push(rest);
      }
    }
  }
  return lines;
}

/** How many of `count` things stand in a row where `most` would fit, so that rows are as equally full as they can be; at least 1. */
export function evenly(count: number, most: number): number {
  const rows = Math.ceil(count / Math.max(1, most));
  return Math.max(1, Math.ceil(count / Math.max(1, rows)));
}
