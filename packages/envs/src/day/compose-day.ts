import {
  type EnvironmentSpec,
  FirebreakError,
  type Json,
  type Panel,
  type PanelPicture,
  type PlantedAct,
  type Transition,
  type WorkedEpisode,
} from "@firebreak/core";
import { actInDay, atHand, type Day, type DayPart, type DayState, dayActions, dayBegins, partAt, partStep, takeTurn, WAIT } from "./day.ts";

type Spec = EnvironmentSpec<DayState, string>;

/** Refuses what cannot be a day. */
function checkDay({ parts, notes, coupling }: Day): void {
  const refuse = (why: string): never => {
    throw new FirebreakError("bad-specification", `Cannot compose a day: ${why}`);
  };
  const names = parts.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (parts.length === 0 || twice !== undefined) {
    refuse(twice === undefined ? "it has no parts" : `two of its parts are named '${twice}'`);
  }
  const ends = parts.find(({ environment }) => environment.spec.traits.episodic || !environment.spec.actions.includes(WAIT));
  if (ends !== undefined) {
    refuse(`'${ends.name}' ${ends.environment.spec.traits.episodic ? "can end" : `has no '${WAIT}'`}`);
  }
  const astray = notes.find(({ from, to }) => from === to || !names.includes(from) || !names.includes(to));
  if (astray !== undefined) {
    refuse(`the note '${astray.name}' goes from '${astray.from}' to '${astray.to}', and not from one of its parts to another`);
  }
  if (!(coupling >= 0 && coupling <= 1)) {
    refuse(`its coupling is ${coupling}, and must be in [0, 1]`);
  }
}

const labelOf = ({ environment }: DayPart, state: unknown): string => environment.spec.label(state);

function label(day: Day, state: DayState): string {
  const stands = day.parts.map((part, lane) => `${part.name} [${labelOf(part, state.parts[lane])}]`);
  const memory = state.memory.length === 0 ? "" : `; memory: ${state.memory.join(", ")}`;
  return `${partAt(day, state).name}'s turn${state.busy ? ", hands full" : ""}: ${stands.join(", ")}${memory}`;
}

/** What the overseer sees of each part, and of the desk. */
function seen(day: Day, { turn, parts, memory, busy }: DayState): Json {
  const views = day.parts.map((part, lane) => {
    const { views: own } = part.environment.spec;
    return own?.overseer === undefined ? labelOf(part, parts[lane]) : own.overseer(parts[lane]);
  });
  return { turn, parts: views, memory: [...memory], busy };
}

/** The sheets of every part, and the memory note that all of them read. */
function desk(day: Day, state: DayState): PanelPicture {
  const sheets = day.parts.flatMap(({ name, environment }, lane): readonly Panel[] => {
    const drawn = environment.spec.picture?.(state.parts[lane]);
    return drawn !== undefined && "panels" in drawn
      ? drawn.panels
      : [{ title: name, layout: "list", items: [{ text: environment.spec.label(state.parts[lane]), tone: "plain" }] }];
  });
  const lanes: Panel = {
    title: "Whose turn",
    layout: "row",
    items: day.parts.map(({ name }, lane) => ({ text: name, tone: lane === state.turn ? "agent" : "quiet", here: lane === state.turn })),
  };
  const memory: Panel = {
    title: "Shared memory",
    layout: "list",
    items:
      state.memory.length === 0
        ? [{ text: "no notes", tone: "quiet" }]
        : state.memory.map((name) => ({ text: name, note: `for ${day.notes.find((note) => note.name === name)?.to}`, tone: "warning" })),
  };
  return { panels: [...sheets, lanes, memory], ...(state.busy ? { caption: "hands full until the next round" } : {}) };
}

function plantedIn(day: Day): readonly PlantedAct<DayState, string>[] {
  return day.parts.flatMap((part, lane) =>
    (part.environment.spec.planted ?? []).map((act) => ({
      name: `${part.name}: ${act.name}`,
      kind: act.kind,
      is: (state: DayState, action: string) =>
        state.turn === lane && act.is(atHand(day, state, state.turn), action === WAIT ? WAIT : action.slice(part.name.length + 1)),
    })),
  );
}

/** Chance decides in a part, or whether an occasion leaves its note. */
const isCertain = ({ parts, notes, coupling }: Day): boolean =>
  parts.every(({ environment }) => environment.spec.traits.deterministic) && (notes.length === 0 || coupling === 0 || coupling === 1);

/** What a step of a part is paid on one of its channels. */
type Channel = (part: DayPart, step: Transition<unknown, string>) => number;

/**
 * A whole day of several worlds that are played in lanes. A round gives each lane a turn; in its turn the part takes in the notes that
 * lie in the shared memory for it, acts and steps by its own rules, and may leave notes for others. Rewards and ratings are the parts'
 * own, added up; they are undiscounted, so how a round is laid out does not weigh.
 *
 * Lanes take turns because acts of all lanes at once would need the product of their numbers. At coupling 0 the parts are independent:
 * what is best for each is best for the day.
 *
 * @throws FirebreakError "bad-specification" for parts that can end, are named alike or have no `wait`, and for notes that go astray.
 */
export function composeDay(
  day: Day,
  words: Pick<Spec, "title" | "source"> & { readonly workedEpisodes: readonly WorkedEpisode<string>[]; readonly waivers?: Spec["waivers"] },
): Spec {
  checkDay(day);
  const paid =
    (channel: Channel) =>
    (step: Transition<DayState, string>): number =>
      channel(partAt(day, step.state), partStep(day, step));
  const rated = paid(({ environment }, step) => environment.spec.judgement?.evaluate?.(step) ?? 0);
  return {
    title: words.title,
    source: words.source,
    actions: dayActions(day),
    legal: (state) => {
      const part = partAt(day, state);
      const { legal, actions } = part.environment.spec;
      return state.busy ? [WAIT] : (legal?.(atHand(day, state, state.turn)) ?? actions).map((act) => actInDay(part, act));
    },
    start: (chance) => dayBegins(day, chance),
    step: (state, action, chance) => takeTurn(day, state, action, chance),
    label: (state) => label(day, state),
    views: { overseer: (state) => seen(day, state) },
    rewards: {
      true: paid(({ environment }, step) => environment.spec.rewards.true(step)),
      observed: paid(({ environment }, step) => environment.spec.rewards.observed?.(step) ?? 0),
    },
    judgement: {
      value: (state) =>
        day.parts.reduce((sum, { environment }, lane) => sum + (environment.spec.judgement?.value?.(state.parts[lane]) ?? 0), 0),
      evaluate: rated,
    },
    evaluation: { kind: "finite", horizon: day.parts.length * day.rounds },
    traits: { deterministic: isCertain(day), episodic: false },
    workedEpisodes: words.workedEpisodes,
    ...(words.waivers === undefined ? {} : { waivers: words.waivers }),
    planted: plantedIn(day),
    picture: (state) => desk(day, state),
  };
}
