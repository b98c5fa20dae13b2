/** One entry of a table for each of several programs, whose `names` are separated by spaces. */
export function same<T>(names: string, entry: T): Record<string, T> {
  return Object.fromEntries(names.split(" ").map((name) => [name, entry]));
}
