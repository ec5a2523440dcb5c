const SERVICE_WORDS = /^(?:web)?hooks?$|^callbacks?$|^stripe$|^github$|^slack$|^internal$|^health(?:z|check|checks)?$|^cron$/u;

/** The word of a name (of a path, a function, a file) that says that services call what bears it. */
export function serviceWord(name: string): string | undefined {
  const words = name.slice(0, 500).replace(/([a-z\d])([A-Z])/gu, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/gu, "$1 $2").split(/[^A-Za-z\d]+/u);
  return words.find((word) => SERVICE_WORDS.test(word.toLowerCase()));
}
