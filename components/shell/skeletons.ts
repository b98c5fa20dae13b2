/** The shape of a list's page, as the classes of its parts from the top. */
export interface Skeleton {
  title: string;
  header: string;
  /** Missing for a page without tabs. */
  tabs?: string;
  filters: string;
  row: string;
}

const tabbed = { tabs: "mb-5", filters: "h-11 mb-3" };

const skeletons: Record<string, Skeleton> = {
  "/queue": {
    title: "Requests",
    header: "-mt-2 mb-1 h-8 md:mt-0 md:mb-4 md:h-[3.5625rem]",
    tabs: "mb-2",
    filters: "mb-2 h-11 md:mb-11",
    row: "h-[5.5rem] sm:h-[4.75rem]",
  },
  "/agents": {
    title: "Agents",
    header: "mb-5 h-[8.5625rem] md:mb-6 md:h-[3.5625rem]",
    ...tabbed,
    row: "h-[9.25rem] sm:h-17",
  },
  "/people": {
    title: "People",
    header: "mb-5 h-[7.1875rem] md:mb-6 md:h-[3.5625rem]",
    ...tabbed,
    row: "h-[5.75rem] sm:h-16",
  },
  "/audit": {
    title: "Audit log",
    header: "mb-5 h-[8.5625rem] md:mb-6 md:h-[3.5625rem]",
    filters: "mb-4 h-11 lg:h-22",
    row: "h-12 md:h-10",
  },
};

/** The shape of the list that `href` leads to; undefined for other pages, and for the open page. */
export function skeletonOf(href: string | undefined, openPath: string): Skeleton | undefined {
  const path = href?.split(/[?#]/, 1)[0] ?? "";
  return path !== openPath && Object.hasOwn(skeletons, path) ? skeletons[path] : undefined;
}
