import type { Hook } from '../hooks/hook.ts';
import { nearestWord } from '../nearest-word.ts';
import type { Controlled } from './controlled.ts';
import type { Operation } from './operation.ts';
import { Refusal } from './refusal.ts';

/** Hooks are listed, added and removed while the deck runs. */
export const HOOK_OPERATIONS: readonly Operation[] = [
  {
    id: 'listHooks',
    method: 'GET',
    path: '/v1/hooks',
    summary:
      'All hooks of the deck, in the order they were registered, and behind them those that images have brought along.',
    answer: { status: 200, description: 'The hooks.', schema: 'Hooks' },
    handle: (_, deck) => ({
      json: { hooks: [...deck.hooks().map(hookJson), ...deck.imageHooks().map(imageHookJson)] },
    }),
  },
  {
    id: 'addHook',
    method: 'POST',
    path: '/v1/hooks',
    summary: 'Adds a hook, behind those that are there, as one of the test. Without a name it gets one.',
    body: { schema: 'HookSpec', required: true },
    answer: { status: 201, description: 'The hook, as it is from now on.', schema: 'Hook' },
    refusals: {
      403: 'It would run a program or an original, and the deck was started without --allow-run.',
      409: 'There is a hook of that name.',
    },
    async handle({ body }, deck) {
      const hook = await deck.addHook(body);
      return { json: hookJson(hook), headers: { location: `/v1/hooks/${encodeURIComponent(hook.name)}` } };
    },
  },
  {
    id: 'removeHook',
    method: 'DELETE',
    path: '/v1/hooks/{name}',
    summary: 'Removes a hook. Answers that it has a part in go on.',
    answer: { status: 204, description: 'It is gone.' },
    refusals: { 404: 'There is none of that name.', 409: 'It is of an image, and stays with it.' },
    handle(request, deck) {
      const name = request.parameter('name');
      if (deck.removeHook(name)) return {};
      const ofImage = deck.imageHooks().find(({ hook }) => hook.name === name);
      if (ofImage) {
        const message = `hook ${JSON.stringify(name)} is of image ${JSON.stringify(ofImage.image)}, and stays with it`;
        throw new Refusal(409, message, 'add one of that name: it stands in place of the image’s');
      }
      throw new Refusal(404, `there is no hook ${JSON.stringify(name)}`, remedyFor(name, deck.hooks()));
    },
  },
];

function remedyFor(name: string, hooks: readonly Hook[]): string {
  const near = nearestWord(
    name,
    hooks.map((hook) => hook.name),
  );
  const meant = near === undefined ? '' : `did you mean ${JSON.stringify(near)}? `;
  return `${meant}tapehead hooks list, or GET /v1/hooks, has those there are`;
}

/** `spec` is null where the hook is code. */
const hookJson = ({ name, when, layer, spec }: Hook): object => ({ name, when, layer, spec: spec ?? null });

/** Origins of one hook that are told. */
const MOST_ORIGINS_TOLD = 100;

function imageHookJson({ hook, image, origins }: ReturnType<Controlled['imageHooks']>[number]): object {
  const told = origins.slice(0, MOST_ORIGINS_TOLD);
  return { ...hookJson(hook), image: { name: image, origins: told, count: origins.length } };
}
