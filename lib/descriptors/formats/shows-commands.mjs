// @ts-check

/** Whether a descriptor has a field with a shell command. @param {any} descriptor @returns {boolean} */
export function showsCommands(descriptor) {
  return JSON.stringify(descriptor?.fields ?? null).includes('"format":"command"');
}
