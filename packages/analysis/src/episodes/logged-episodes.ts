/** One step as somebody logged it. */
export interface LoggedStep {
  /** What the log calls the state in which the step was taken. */
  readonly state: string;
  /** Null in the closing row of an episode only: the state that it ended in, where nothing more was done. */
  readonly action: string | null;
  /** What the step was praised with: the reward that is trained on. 0 in a closing row. */
  readonly proxy: number;
  /** What the step was truly worth, where the log knows it. */
  readonly true?: number;
  /** How good the state seemed to the overseer before the step, where the log has it. */
  readonly value?: number;
  /** Whether the overseer herself, or whoever else is the reference, took the step. */
  readonly byReference: boolean;
}

/** One episode: its steps in order, without gaps. */
export interface LoggedEpisode {
  readonly id: string;
  /** The number that the log gives to the first step. */
  readonly firstStep: number;
  readonly steps: readonly LoggedStep[];
}

/** A log of episodes from anywhere. `true` and `value` are on every step or on none (a closing row needs no `true`). */
export interface EpisodeLog {
  readonly episodes: readonly LoggedEpisode[];
  readonly columns: { readonly true: boolean; readonly value: boolean };
  /** Rows that gave the state as a list or a record, whose canonical JSON text is then its name; none where absent. */
  readonly nestedStates?: number;
  /** Columns that were not read, though but for capitals they are named as one that would be. */
  readonly unreadColumns?: readonly string[];
}

/** What the reference would do in a state, declared by hand: probabilities by action, which sum to 1. */
export type DeclaredPolicy = ReadonlyMap<string, ReadonlyMap<string, number>>;
