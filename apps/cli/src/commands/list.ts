import { byCodeUnit, compile, type Environment, type Family, FirebreakError } from "@firebreak/core";
import { blameAuthor, listStudyFiles, loadStudy, studyNameOf } from "@firebreak/runner";
import type { Answer, GlobalOptions } from "../answer.ts";
import { wordArgument } from "../arguments.ts";
import { openCatalogs } from "../catalogs.ts";
import { warnOfEmptyGlobs } from "../study.ts";
import { formatTable, type TableCell } from "../table.ts";

/** A world with more states than this is listed without their number: counting them would take minutes. */
const MAX_COUNTED_STATES = 100_000;

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly [more: string]: unknown;
}

/** `alone`: whether this collection is all that was asked for, and may take its time. */
type Lister = (open: Awaited<ReturnType<typeof openCatalogs>>, alone: boolean) => readonly Entry[] | Promise<readonly Entry[]>;

function familyEntry(family: Family<{ readonly id: string }>): Entry {
  const parameters = Object.entries(family.parameters).map(([name, parameter]) => ({
    name,
    default: parameter.default,
    domain: parameter.domain,
  }));
  return { id: family.with().id, title: family.title, parameters };
}

function stateCountOf(environment: Environment): number | null {
  try {
    return compile(environment, { maxStates: MAX_COUNTED_STATES }).dynamics.stateCount;
  } catch (error) {
    if (error instanceof FirebreakError && error.code === "too-many-states") {
      return null;
    }
    throw error;
  }
}

/** An environment; its states are counted, which takes seconds for all of them, where it is asked for environments alone. */
function environmentEntry(family: Family<Environment>, alone: boolean): Entry {
  const environment = family.with();
  const { actions } = environment.spec;
  const counted = alone ? { stateCount: stateCountOf(environment) } : {};
  return { ...familyEntry(family), ...counted, actionCount: actions.length, actions };
}

/** A study by the name that `run` takes. One that cannot be loaded is listed with the reason: it must not hide the others. */
async function studyEntry(name: string, file: string, cacheFolder: string): Promise<Entry> {
  try {
    const { study, module } = await loadStudy(file, { cacheFolder });
    return { id: studyNameOf(module.exports.default) ?? name, title: study.title, question: study.question, file };
  } catch (thrown) {
    const error = blameAuthor(thrown);
    if (!(error instanceof FirebreakError)) {
      throw error;
    }
    return { id: name, title: `cannot be loaded: ${error.message}`, file };
  }
}

const idAndTitle = ({ id, title }: { readonly id: string; readonly title: string }): Entry => ({ id, title });

const LISTERS = {
  environments: ({ catalogs }, alone) => catalogs.environments.map((family) => environmentEntry(family, alone)),
  overseers: ({ catalogs }) => catalogs.overseers.map(familyEntry),
  signals: ({ catalogs }) => catalogs.signals.map(familyEntry),
  models: ({ catalogs }) => catalogs.models.map(familyEntry),
  methods: ({ catalogs }) => catalogs.methods.map(familyEntry),
  studies: async ({ loaded }) => {
    await warnOfEmptyGlobs(loaded);
    const files = await listStudyFiles(loaded);
    return Promise.all(files.map(({ name, file }) => studyEntry(name, file, loaded.folder)));
  },
  detectors: ({ catalogs }) => catalogs.detectors.map(idAndTitle),
  figures: ({ catalogs }) => catalogs.figures.map(idAndTitle),
} satisfies Record<string, Lister>;

type Collection = keyof typeof LISTERS;
const COLLECTIONS = Object.keys(LISTERS) as readonly Collection[]; // the keys of a literal

interface ParameterEntry {
  readonly name: string;
  readonly default: unknown;
  readonly domain: string;
}

/** What may stand in a slot is told where it is short: the signals have a table of their own. */
const MAX_SLOT_LETTERS = 24;

/** Whether a slot has room for the names of what may stand in it. */
const isShort = (choices: readonly string[]): boolean => choices.join("|").length <= MAX_SLOT_LETTERS;

/** The longest name of a learner has 27 letters. */
const NAMES_A_LINE = 5;

/** More settings of a method's own are counted, and told by `--json`: a terminal has no room for their names. */
const MAX_NAMED_SETTINGS = 2;

/** A method's slots with what may stand in each, and its own settings. The settings of a slot's part have a dot in their name. */
function partsOf(entry: Entry): {
  readonly slots: readonly { readonly name: string; readonly choices: readonly string[] }[];
  readonly settings: readonly string[];
} {
  const parameters = (entry["parameters"] ?? []) as readonly ParameterEntry[]; // written by familyEntry
  const hasParts = ({ name }: ParameterEntry): boolean => parameters.some((other) => other.name.startsWith(`${name}.`));
  const own = parameters.filter((parameter) => !parameter.name.includes(".") && !hasParts(parameter));
  const slots = parameters
    .filter(hasParts)
    .map(({ name, domain }) => ({ name, choices: [...domain.matchAll(/'([^']*)'/g)].map(([, choice]) => choice ?? "") }));
  return { slots, settings: own.map(({ name }) => name) };
}

/** "signal=… distiller=cloning|exact beta" or "12 settings". A slot for one part only is no choice, and is left out. */
function slotsText(entry: Entry): string {
  const { slots, settings } = partsOf(entry);
  const told = slots
    .filter(({ choices }) => choices.length !== 1)
    .map(({ name, choices }) => `${name}=${isShort(choices) ? choices.join("|") : "…"}`);
  return [...told, ...(settings.length > MAX_NAMED_SETTINGS ? [`${settings.length} settings`] : settings)].join(" ");
}

/** What may stand in the slots that have no room for it, slot by slot; the signals have a table of their own. */
function choicesText(entries: readonly Entry[]): string {
  const slots = new Map<string, Set<string>>();
  for (const { name, choices } of entries.flatMap((entry) => partsOf(entry).slots)) {
    if (name !== "signal" && !isShort(choices)) {
      slots.set(name, new Set([...(slots.get(name) ?? []), ...choices]));
    }
  }
  const told = [...slots]
    .sort(([x], [y]) => byCodeUnit(x, y))
    .map(([name, choices]) => {
      const names = [...choices].sort();
      const lines = Array.from({ length: Math.ceil(names.length / NAMES_A_LINE) }, (_, at) =>
        names.slice(at * NAMES_A_LINE, (at + 1) * NAMES_A_LINE).join(", "),
      );
      return `\n${name}s: ${lines.join(",\n  ")}`;
    });
  return told.join("");
}

function parametersText(entry: Entry): string {
  const parameters = (entry["parameters"] ?? []) as readonly ParameterEntry[]; // written by familyEntry
  return parameters.map((parameter) => `${parameter.name}=${String(parameter.default)}`).join(" ");
}

function tableOf(collection: Collection, entries: readonly Entry[]): string {
  if (entries.length === 0) {
    return "none";
  }
  if (collection === "environments") {
    const counted = entries.some((entry) => entry["stateCount"] !== undefined);
    const rows = entries.map((entry) => [
      entry.id,
      ...(counted ? [entry["stateCount"] as number | null] : []), // written by environmentEntry
      (entry["actions"] as readonly string[]).join(" "), // written by environmentEntry
      parametersText(entry),
      entry.title,
    ]);
    return formatTable(["id", ...(counted ? ["states"] : []), "actions", "parameters", "title"], rows);
  }
  if (collection === "methods") {
    const rows = entries.map((entry) => [entry.id.replace(/\?.*$/, ""), slotsText(entry), entry.title]);
    const note =
      "… stands for any of the collection of that name. What stands in a slot has settings of its own (slot.setting): see --json.";
    return `${formatTable(["id", "slots", "title"], rows)}\n\n${note}${choicesText(entries)}`;
  }
  const withParameters = entries.some((entry) => parametersText(entry) !== "");
  const rows = entries.map((entry): readonly TableCell[] => [entry.id, ...(withParameters ? [parametersText(entry)] : []), entry.title]);
  return formatTable(["id", ...(withParameters ? ["parameters"] : []), "title"], rows);
}

/** What can be named: one collection, or all of them; the states of environments are counted where they are asked for alone. */
export async function list([word]: readonly string[], options: GlobalOptions): Promise<Answer> {
  const wanted = word === undefined ? COLLECTIONS : [wordArgument("the collection", word, COLLECTIONS)];
  const open = await openCatalogs(options);
  const listed = await Promise.all(
    wanted.map(async (collection) => ({ collection, entries: await LISTERS[collection](open, word !== undefined) })),
  );
  const document = listed.flatMap(({ collection, entries }) =>
    entries.map((entry) => (word === undefined ? { ...entry, collection } : entry)),
  );
  const sections = listed.map(({ collection, entries }) => (word === undefined ? `${collection}\n\n` : "") + tableOf(collection, entries));
  return { document, text: sections.join("\n\n") };
}
