/** Tells something that is amiss and stops nothing. On standard error: standard output is the answer's. */
export function warn(text: string): void {
  process.stderr.write(`warning: ${text}\n`);
}
