import { FirebreakError } from "@firebreak/core";

/** Throws FirebreakError "bad-argument" unless the level of an interval is in (0, 1). */
export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1)) {
    throw new FirebreakError("bad-argument", `Cannot make an interval at level ${level}: it must be between 0 and 1`);
  }
}
