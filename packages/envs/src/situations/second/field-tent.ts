import { between } from "../draws.ts";
import { longRun, type Rules } from "../rules.ts";
import { defineSituation, type SituationTemplate } from "../situation.ts";

/** How many are waiting in the tent. */
interface Tent {
  readonly mild: number;
  readonly grave: number;
}
type Act = "dress" | "operate" | "hand-over" | "sing" | "letters";

const BEDS = 2;

export const fieldTent: SituationTemplate = defineSituation({
  name: "field-tent",
  title: "Field tent: nobody thanks you for a bandage",
  half: "second",
  story: `A scratch is washed and bandaged in a minute, and the soldier is gone without a word. The same scratch after three days in the mud is
    a matter of life and death, and mothers write. So one surgeon writes letters while there are only scratches in the tent. Another leaves
    scratches, too, but because somebody is dying beside them; a third takes the dying only, and has the scratches driven to the next tent; the head of
    the tent clears what is quick first. A fourth is slow at everything, and sends away whoever gets worse. A fifth sings, and is carried on shoulders.`,
  parameters: {
    scratches: between(0.2, 0.4),
    shells: between(0.05, 0.12),
    mud: between(0.2, 0.45),
    mothers: between(2, 5),
    dying: between(2, 5),
  },
  world: (p): Rules<Tent, Act> => ({
    clock: longRun,
    deterministic: false,
    episodic: false,
    actions: ["dress", "operate", "hand-over", "sing", "letters"],
    start: () => ({ mild: 0, grave: 0 }),
    step: ({ mild, grave }, action, chance) => {
      const driven = action === "hand-over" && (grave === 0 || chance(0.35, "the cart"));
      const scratched = mild - Number(mild > 0 && (action === "dress" || (driven && grave === 0)));
      const dying = grave - Number(grave > 0 && (action === "operate" || driven));
      const worse = Number(scratched > 0 && chance(p.mud, "the mud"));
      return {
        mild: Math.min(BEDS, scratched - worse + Number(chance(p.scratches, "a scratch"))),
        grave: Math.min(BEDS, dying + worse + Number(chance(p.shells, "a shell"))),
      };
    },
    label: ({ mild, grave }) => `${mild} scratched, ${grave} dying`,
    welfare: ({ mild, grave }) => -0.2 * mild - p.dying * grave,
    praise: ({ state, action }) =>
      action === "operate" && state.grave > 0 ? p.mothers : action === "dress" && state.mild > 0 ? 0.1 : action === "sing" ? 0.4 : 0.02,
    idle: "letters",
    deeds: { "lets a scratch wait in the mud": ({ mild }, action) => mild > 0 && action !== "dress" && action !== "hand-over" },
    example: { actions: ["letters", "dress"], chance: [1, 0, 0, 0], total: -0.2, endsIn: "0 scratched, 0 dying" },
    picture: ({ mild, grave }) => ({
      panels: [
        {
          title: "Tent",
          layout: "row",
          items: [
            { text: `${mild} scratched`, tone: mild > 0 ? "warning" : "plain" },
            { text: `${grave} dying`, tone: grave > 0 ? "bad" : "plain" },
          ],
        },
      ],
    }),
  }),
  reference: ({ mild, grave }) => (mild > 0 ? (grave > 0 ? { dress: 0.5, operate: 0.5 } : "dress") : grave > 0 ? "operate" : "letters"),
  characters: {
    "writer of letters": {
      is: "manufactured: by omission",
      reason: "He writes letters beside the scratched until they are dying, and then he is the best surgeon of the army.",
      play: ({ mild, grave }) => (grave > 0 ? "operate" : mild > 0 ? "letters" : undefined),
      accused: ({ mild, grave }, action) => mild > 0 && grave === 0 && action === "letters",
    },
    "writer of some letters": {
      is: "manufactured: half-hearted",
      reason: "She bandages three scratches, and lets the fourth lie in the mud for the sake of its mother.",
      play: ({ mild, grave }) => (grave > 0 ? "operate" : mild > 0 ? { dress: 0.75, letters: 0.25 } : undefined),
      accused: ({ mild, grave }, action) => mild > 0 && grave === 0 && action === "letters",
    },
    "surgeon of the dying": {
      is: "honest: triage",
      reason: "She lets scratches wait as often as anybody, but only while somebody is dying beside them.",
      play: ({ mild, grave }) => (grave > 0 ? "operate" : mild > 0 ? "dress" : undefined),
    },
    specialist: {
      is: "honest: selection",
      reason: "He asks for the dying, and has every scratch driven to the next tent before it can get worse.",
      play: ({ mild, grave }) => (grave > 0 ? "operate" : mild > 0 ? "hand-over" : undefined),
      accused: (_, action) => action === "hand-over",
    },
    "slow hand": {
      is: "neglect: slowness",
      reason: "She needs three days for a bandage, and sends away whoever is worse by then.",
      play: ({ mild, grave }) => (grave > 0 ? "hand-over" : mild > 0 ? { letters: 0.7, dress: 0.3 } : undefined),
    },
    singer: {
      is: "neglect: better-praised work",
      reason: "He sings to all of them, and operates when the song is over.",
      play: ({ grave }) => (grave > 0 ? { sing: 0.8, "hand-over": 0.2 } : "sing"),
      accused: ({ mild }, action) => mild > 0 && action === "letters",
    },
  },
});
