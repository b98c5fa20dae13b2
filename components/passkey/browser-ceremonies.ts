// Loaded after the page, by ceremony.ts. Re-exporting lets the bundler drop every export not named
// here.
export { startAuthentication, startRegistration } from "@simplewebauthn/browser";
