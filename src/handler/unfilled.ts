/**
 * A program that a generator of projects (cookiecutter, Jinja) still has to fill in, as one that can be read, with each offset where it was:
 * what is chosen by a tag is all there, and what is put in is a name. `undefined` where there is nothing to fill in.
 */
export function filledIn(text: string): string | undefined {
  if (!/\{[{%#]/u.test(text)) return undefined;
  const plain = text.replace(/\{%[\s\S]{0,500}?%\}|\{#[\s\S]{0,2000}?#\}/gu, (tag) => tag.replace(/[^\n\r]/gu, " "));
  const filled = plain.replace(/\{\{[^{}\n]{1,200}\}\}/gu, (hole) => "_".repeat(hole.length));
  return filled === text ? undefined : filled;
}
