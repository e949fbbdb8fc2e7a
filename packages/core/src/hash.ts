import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "./json.ts";
import type { Policy } from "./policy.ts";

/** SHA-256 of a text in UTF-8, in lower-case hexadecimal. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** SHA-256 of a value's canonical JSON. */
export function hashJson(value: unknown): string {
  return hashText(canonicalJson(value));
}

/** SHA-256 of a policy's numbers, little-endian. */
export function hashPolicy(policy: Policy): string {
  const { buffer, byteOffset, byteLength } = policy.kind === "timed" ? policy.optimal : policy.probability;
  return bytesToHex(sha256(new Uint8Array(buffer, byteOffset, byteLength)));
}
