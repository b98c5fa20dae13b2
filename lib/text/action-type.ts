/** Form of an action type's name: lower-case words joined by dots. */
export const actionTypePattern = /^[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)*$/;

export const longestActionType = 100;

/** Countersign's own params: the name of a tool's call, and its arguments. */
export const addedNames = Object.freeze(["tool", "arguments"]);
