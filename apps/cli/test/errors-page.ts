import type { ErrorRow } from "./error-catalogue.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** docs/errors.md: every code, what it means, what to do, and what it looks like. */
export function errorsPage(errors: Readonly<Record<string, ErrorRow>>, lines: Readonly<Record<string, string>>): string {
  const sections = Object.entries(errors).map(
    ([code, { means, remedy }]) => `## ${code}\n\n${means} ${remedy}\n\n\`\`\`\n${lines[code] ?? ""}\n\`\`\`\n`,
  );
  const index = Object.entries(errors).map(([code, { means }]) => `| [${code}](#${code}) | ${cell(means)} |`);
  return `# Errors

What can go wrong at a boundary, told once, where it was found. Each has a code; the command prints the line and ends with exit 2 (a
trial that fails in a run is stored with its code, and the run ends with exit 3). \`--json\` prints the code as well. What a
file of yours throws is told with the line that threw it, as bad-module. Anything else that is thrown is a bug: exit 70, with its stack. This page is written by \`npm run errors\` from the tests that provoke each error.

| code | means |
| --- | --- |
${index.join("\n")}

${sections.join("\n")}`;
}
