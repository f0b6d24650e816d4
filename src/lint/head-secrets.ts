import type { ExecutedOtherwise, HeadSlot, RecordingHead, TapedFolder } from '../cassette/recording.ts';
import type { Asked } from '../invocation.ts';
import { redactAsk } from '../redact/head.ts';
import { Secrets } from '../redact/secrets.ts';
import { FORGETFUL, overlaps, type Place, RANDOM } from './place.ts';
import { randomWords } from './random-words.ts';

/** In what was asked, in what was executed instead, and in the folders of both. */
export function headSecrets({ asked, env, slots, executed, cwd }: RecordingHead): Place[] {
  return [
    ...secretsIn({ asked, env, slots }, ''),
    ...(executed ? ofExecuted(executed) : []),
    ...(cwd ? ofFolder(cwd, 'cwd') : []),
  ];
}

/** Words and variables, with the slots in them. */
interface Words {
  asked: Asked;
  env: readonly (readonly [name: string, value: Uint8Array])[];
  slots: readonly HeadSlot[];
}

const NO_WORDS: Asked = { kind: 'session' };

function ofExecuted({ argv, env, cwd, slots }: ExecutedOtherwise): Place[] {
  const words = {
    asked: argv ? ({ kind: 'argv', argv } as const) : NO_WORDS,
    env: env.flatMap(([name, value]) => [[name, value ?? new Uint8Array()] as const]),
    slots: slots.flatMap(({ field, ...slot }) => (field === 'cwd' ? [] : [{ ...slot, field }])),
  };
  const folder = cwd && { bytes: cwd, slots: slots.filter(({ field }) => field === 'cwd') };
  return [...secretsIn(words, 'executed '), ...(folder ? ofFolder(folder, 'executed cwd') : [])];
}

function ofFolder({ bytes, slots }: TapedFolder, field: string): Place[] {
  const inFolder = slots.map((slot) => ({ ...slot, field: 'env' as const, index: 0 }));
  return secretsIn({ asked: NO_WORDS, env: [['', bytes]], slots: inFolder }, '').map((place) => ({
    ...place,
    field,
  }));
}

function secretsIn({ asked, env, slots }: Words, before: string): Place[] {
  const isKnown = (one: Omit<HeadSlot, 'class' | 'id'>, by: readonly HeadSlot[] = slots): boolean =>
    overlaps(
      one,
      by.filter(({ field, index }) => field === one.field && index === one.index),
    );
  const { slots: found } = redactAsk({ asked }, env, new Secrets(0, FORGETFUL));
  const certain = found.filter((one) => !isKnown(one));
  const guessed = guessesIn(asked).filter((one) => !isKnown(one) && !isKnown(one, certain));
  return [...certain, ...guessed].map(({ class: name, field, index, offset, value }) => ({
    class: name,
    field: `${before}${field === 'command' ? field : field === 'env' ? `env ${env[index]?.[0] ?? ''}` : `argv[${index}]`}`,
    offset,
    value: Buffer.from(value),
  }));
}

function guessesIn(asked: Asked) {
  const words = asked.kind === 'argv' ? asked.argv : asked.kind === 'string' ? [asked.command] : [];
  const field = asked.kind === 'argv' ? ('argv' as const) : ('command' as const);
  return words.flatMap((word, index) =>
    randomWords(Buffer.from(word)).map(({ start, end }) => ({
      field,
      index,
      offset: start,
      length: end - start,
      class: RANDOM,
      value: word.subarray(start, end),
    })),
  );
}
