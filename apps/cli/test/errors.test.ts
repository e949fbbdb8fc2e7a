import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ERRORS } from "./error-catalogue.ts";
import { errorsPage } from "./errors-page.ts";
import { ROOT } from "./firebreak.ts";

describe("errors", () => {
  const lines: Record<string, string> = {};

  it.each(Object.keys(ERRORS))("provokes %s as one clear line", async (code) => {
    const line = await ERRORS[code as keyof typeof ERRORS].provoke(); // the keys of ERRORS are its codes
    lines[code] = line;
    expect(line).toMatch(/^(error: (\S+:(\d+:\d+:)? )?)?(Cannot|[a-z])/);
  });

  it("are listed in docs/errors.md, every code with its line, as `npm run errors` writes it", async () => {
    await expect(errorsPage(ERRORS, lines)).toMatchFileSnapshot(join(ROOT, "docs", "errors.md"));
  });
});
