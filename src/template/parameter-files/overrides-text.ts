/**
 * The pairs in a text of `parameter_overrides`: `Stage=prod Title="My API"`, or the older
 * `ParameterKey=Stage,ParameterValue=prod`. Values are quoted where they hold spaces; a backslash keeps the next character. What is no
 * pair is given back as `rest`.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-cli-command-reference-sam-deploy.html
 */
export function pairsInText(text: string): { readonly pairs: readonly (readonly [string, string])[]; readonly rest: readonly string[] } {
  const pairs: (readonly [string, string])[] = [];
  const rest: string[] = [];
  for (const word of wordsOf(text)) {
    const older = /^ParameterKey=(?<key>.*?),ParameterValue=(?<value>.*)$/su.exec(word)?.groups;
    const at = word.indexOf("=");
    if (older?.key !== undefined && older.value !== undefined) pairs.push([unquoted(older.key), unquoted(older.value)]);
    else if (at > 0) pairs.push([unquoted(word.slice(0, at)), unquoted(word.slice(at + 1))]);
    else rest.push(word);
  }
  return { pairs, rest };
}

/** Parts of a text between spaces that stand in no quotes. */
function wordsOf(text: string): readonly string[] {
  return text.match(/(?:\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s])+/gsu) ?? [];
}

function unquoted(text: string): string {
  const inner = /^(["'])(?<inner>.*)\1$/su.exec(text)?.groups?.inner ?? text;
  return inner.replace(/\\(.)/gsu, "$1");
}
