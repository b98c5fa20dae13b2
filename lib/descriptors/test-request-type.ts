/**
 * The action type of test requests, for which only the server asks
 * (lib/requests/send-test-request.ts).
 */
export const testRequestType = "countersign.test";

/** What approvers and lists call it. A version of the built-in descriptors has it, so it never changes. */
export const testRequestTitle = "Test an approval";
