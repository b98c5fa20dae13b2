/** How long `countersign hook` waits, in seconds. A client that gives up first runs the call. */
export const hookCommandSeconds = 115;
