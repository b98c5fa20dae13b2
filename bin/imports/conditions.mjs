/** The conditions on a person's roles, such as "active approver", are written here alone. */
const home = "lib/people/active.ts";
const roleCondition = /'(?:admin|approver|auditor)'\s*=\s*any\s*\(/i;

/**
 * Conditions on a person's role in the SQL of other files: one that forgets the status would let a
 * suspended person act.
 * @param {import("./sources.mjs").Source[]} sources
 * @returns {string[]}
 */
export function findConditionBreaches(sources) {
  return sources
    .filter(({ file, text, isTest }) => /^(app|lib)\//.test(file) && !isTest && roleCondition.test(text))
    .filter(({ file }) => file !== home)
    .map(({ file }) => `${file}: take the condition on a role from ${home}`);
}
