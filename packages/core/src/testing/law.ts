/** What a law found about one subject. `detail` says what, where and the value; JSON. */
export interface LawResult {
  readonly law: string;
  readonly subject: string;
  readonly pass: boolean;
  readonly detail: string;
}

export interface LawOptions {
  /** Seeds every draw a law makes. Default "laws". */
  readonly seed?: string;
  /** A world with more states than this is not looked through. Default 100,000. */
  readonly maxStates?: number;
}

/** A way to break a healthy subject that its law must catch. */
export interface Fault<Subject> {
  readonly title: string;
  /** The subject, broken; null where it has nothing to break in this way. */
  plant(healthy: Subject): Subject | null;
}

/** Something that holds of every subject of a kind, and can be checked without a test runner. */
export interface Law<Subject> {
  readonly id: string;
  /** The law as a sentence. */
  readonly title: string;
  check(subject: Subject, options?: LawOptions): LawResult;
  readonly fault: Fault<Subject>;
}

/** What looking at a subject gave. */
export interface Verdict {
  readonly pass: boolean;
  readonly detail: string;
}

export const holds = (detail: string): Verdict => ({ pass: true, detail });
export const broken = (detail: string): Verdict => ({ pass: false, detail });

/** A law from the function that looks. What the subject throws while it is looked at breaks the law. */
export function defineLaw<Subject>(law: {
  readonly id: string;
  readonly title: string;
  readonly nameOf: (subject: Subject) => string;
  readonly inspect: (subject: Subject, options: Required<LawOptions>) => Verdict;
  readonly fault: Fault<Subject>;
}): Law<Subject> {
  const { id, title, fault } = law;
  return {
    id,
    title,
    fault,
    check(subject, { seed = "laws", maxStates = 100_000 } = {}) {
      const name = law.nameOf(subject);
      try {
        return { law: id, subject: name, ...law.inspect(subject, { seed, maxStates }) };
      } catch (error) {
        const { name: kind, message } = error instanceof Error ? error : { name: "It", message: String(error) };
        return { law: id, subject: name, pass: false, detail: `It threw ${kind}: ${message}` };
      }
    },
  };
}
