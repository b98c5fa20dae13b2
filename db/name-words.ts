import { type SQL, sql } from "drizzle-orm";

/**
 * The words of a name, for indexes of words. Everything but letters and digits separates words, so
 * that the text parser finds no addresses, numbers or paths in a name.
 */
export function nameWords(name: SQL): SQL {
  return sql`to_tsvector('simple', ${onlyWords(name)})`;
}

/**
 * The query for names with all words of a text, each as the beginning of a word; null for a text
 * without a word. Contains words only, so no text is an operator.
 */
export function beginningsOf(text: string): SQL {
  const words = sql`trim(${onlyWords(sql`${distinctWords(text)}::text`)})`;
  return sql`to_tsquery('simple', replace(nullif(${words}, ''), ' ', ':* & ') || ':*')`;
}

/** More words than a name has only cost: each is looked up in the index. */
const mostWords = 10;

/**
 * The first ten words of a text, without repetitions and without those that begin another one: a
 * name with "refund" has a word that begins with "re".
 */
export function distinctWords(text: string): string {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  // Compared in lower case only: PostgreSQL lowers the letters as it did for the index.
  const lower = words.map((word) => word.toLowerCase());
  const isImplied = (word: string, at: number) =>
    lower.some((other, index) => (other === word ? index < at : other.startsWith(word)));
  return words
    .filter((_, index) => !isImplied(lower[index] ?? "", index))
    .slice(0, mostWords)
    .join(" ");
}

function onlyWords(text: SQL): SQL {
  return sql`regexp_replace(lower(${text}), '[^[:alnum:]]+', ' ', 'g')`;
}
