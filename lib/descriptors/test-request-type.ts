/**
 * The action type of test requests. Only the server asks for it, in the name of a test agent
 * (lib/requests/send-test-request.ts): its built-in words would mislead about another request.
 */
export const testRequestType = "countersign.test";

/** What approvers and lists call it. A version of the built-in descriptors has it, so it never changes. */
export const testRequestTitle = "Test an approval";
