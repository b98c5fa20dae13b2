/**
 * How long `countersign hook` waits for Countersign's answer without `--timeout`, in seconds. A
 * client that gives its hook up first would run the call.
 */
export const hookCommandSeconds = 115;
