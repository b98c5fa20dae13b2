// Loaded after the page, by ceremony.ts. By way of this file the bundler can leave out all that is not named here.
export { startAuthentication, startRegistration } from "@simplewebauthn/browser";
