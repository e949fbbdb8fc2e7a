/** What a command answers: one JSON document, and the same for people. */
export interface Answer {
  readonly document: unknown;
  readonly text: string;
  /** Default: 0. */
  readonly exitCode?: number;
}

/** Options that every command takes. */
export interface GlobalOptions {
  readonly json?: true;
  /** The configuration file; default: firebreak.config.ts in the working folder or above it. */
  readonly config?: string;
}
