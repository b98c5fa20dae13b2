/** The type of test requests. Only the server asks for it (lib/requests/send-test-request.ts). */
export const testRequestType = "countersign.test";

/** The name in lists and for approvers, fixed by a version of the built-in descriptors. */
export const testRequestTitle = "Test an approval";
