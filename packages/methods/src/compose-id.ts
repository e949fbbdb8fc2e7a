import { byCodeUnit } from "@firebreak/core";

/**
 * The id of a method made of parts: `narrow-rl@1?learner=q-learning@1&learner.steps=20000&signal=evaluative-feedback@1`. Parts are
 * always named, with their versions, for a part whose numbers may move makes another method; a part's own settings follow under
 * its name, and those that it leaves out are left out here.
 */
export function composeId(name: string, parts: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(parts).flatMap(([slot, id]) => {
    const at = id.indexOf("?");
    const own = at === -1 ? [] : id.slice(at + 1).split("&");
    return [`${slot}=${at === -1 ? id : id.slice(0, at)}`, ...own.map((pair) => `${slot}.${pair}`)];
  });
  return `${name}${pairs.length === 0 ? "" : `?${pairs.sort((x, y) => byCodeUnit(keyOf(x), keyOf(y))).join("&")}`}`;
}

const keyOf = (pair: string): string => pair.slice(0, pair.indexOf("="));
