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
  const words = sql`trim(${onlyWords(sql`${text}::text`)})`;
  return sql`to_tsquery('simple', replace(nullif(${words}, ''), ' ', ':* & ') || ':*')`;
}

function onlyWords(text: SQL): SQL {
  return sql`regexp_replace(lower(${text}), '[^[:alnum:]]+', ' ', 'g')`;
}
