export type { Certificate, CertifiedWorld, Claim, Proof } from "./certificate.ts";
export { type Verification, verifyCertificate } from "./verify-certificate.ts";
