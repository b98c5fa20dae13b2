import { notFound } from "next/navigation";
import { runtime } from "#app/runtime/runtime";
import { pageTitle } from "#app/web/open-page";
import { singleValues } from "#app/web/query/search-params";
import { withAgent } from "#app/web/with-agent";
import { Markdown } from "#components/docs/markdown";
import { type Block, readMarkdown } from "#components/docs/read-markdown.ts";
import { Wordmark } from "#components/shell/mark";

export const dynamic = "force-dynamic";

/** `?agent=agt_...` fills the examples, for a reader who comes from an agent's page. */
async function findDocument({ params, searchParams }: PageProps<"/docs/[...page]">) {
  const name = (await params).page.join("/");
  const text = runtime().documents.texts.get(name);
  const { agent } = singleValues(await searchParams);
  return text === undefined ? notFound() : { name, text: withAgent(text, agent) };
}

export async function generateMetadata(address: PageProps<"/docs/[...page]">) {
  const { name, text } = await findDocument(address);
  return pageTitle(/^# (.+)$/m.exec(text)?.[1] ?? name);
}

/** A document of this version. Public, as the repository is. */
export default async function DocumentPage(address: PageProps<"/docs/[...page]">) {
  const { name, text } = await findDocument(address);
  return (
    <div className="mx-auto grid max-w-4xl gap-6 px-4 py-6 sm:px-6 sm:py-10">
      <header className="flex flex-wrap items-center justify-between gap-4">
        <Wordmark />
        <nav aria-label="Documents" className="flex gap-4">
          <a className="text-link underline" href="/docs/index">
            All documents
          </a>
          <a className="text-link underline" href={`/docs/${name}.md`}>
            Markdown
          </a>
        </nav>
      </header>
      <main className="grid min-w-0 gap-4 text-sm leading-6">
        <Markdown blocks={blocksOf(name, text)} />
      </main>
    </div>
  );
}

/** Documents stay those of the process's version: each is read with its first visit. */
const read = new Map<string, Block[]>();

function blocksOf(name: string, text: string): Block[] {
  const blocks = read.get(name) ?? readMarkdown(text);
  read.set(name, blocks);
  return blocks;
}
