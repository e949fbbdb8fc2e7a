/** SHA-256 of a text, in lower-case hexadecimal, by Node: faster than core's over a log of 100,000 rows. Most commands hash none, and do not load it. */
export function nodeHash(text: string): string {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex");
}
