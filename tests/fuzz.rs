//! The fuzz targets without a fuzzer: every seed, every past finding, and a few thousand mutations of them that are the same in every
//! run. `cargo test --test fuzz -- --ignored` goes on for as long as `DEMARCHE_FUZZ_SECONDS` says (60 without it).

#[path = "../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use targets::TARGETS;

/// The longest that one input may take, in a build that is not optimised.
const LONGEST: Duration = Duration::from_secs(5);

/// Seeds and findings of a target, by path.
fn inputs(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let mut paths: Vec<PathBuf> = ["seeds", "regressions"]
        .iter()
        .filter_map(|kind| fs::read_dir(home.join(kind).join(name)).ok())
        .flat_map(|entries| entries.map(|entry| entry.expect("a file").path()))
        .collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(&path).expect("a seed"))).collect()
}

/// A small generator of numbers, the same everywhere (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

/// Pieces that parsers look for.
const PIECES: [&[u8]; 28] = [
    b"\"",
    b"'",
    b"\n",
    b"\r",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"\0",
    b"{",
    b"}",
    b"[",
    b"]",
    b"(",
    b")",
    b"|",
    b"<",
    b">",
    b"<0-2>",
    b"-->",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xE2\x80\x9C",
    b"\xE2\x80\xAE",
    b"---\n",
    b"99999999999999999999",
    b"-1",
    b"=",
];

/// One to four changes: bytes set, cut, doubled, pieces put in, another seed spliced in.
fn mutate(seed: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut data = seed.to_vec();
    for _ in 0..1 + dice.roll(4) {
        let at = dice.roll(data.len() + 1);
        match dice.roll(7) {
            0 if at < data.len() => data[at] = dice.roll(256) as u8,
            1 if at < data.len() => data[at] ^= 1 << dice.roll(8),
            2 => data.truncate(at),
            3 => {
                let end = (at + dice.roll(64)).min(data.len());
                data.drain(at..end);
            }
            4 => {
                let end = (at + dice.roll(64)).min(data.len());
                let piece = data[at..end].repeat(1 + dice.roll(20));
                data.splice(at..at, piece);
            }
            5 => {
                let start = dice.roll(other.len() + 1);
                let end = (start + dice.roll(256)).min(other.len());
                data.splice(at..at, other[start..end].iter().copied());
            }
            _ => {
                let piece = PIECES[dice.roll(PIECES.len())];
                let piece = piece.repeat(if dice.roll(20) == 0 { 500 } else { 1 });
                data.splice(at..at, piece);
            }
        }
    }
    data.truncate(1 << 16);
    data
}

/// Runs one input; a finding is kept as a file that can be replayed.
fn check(name: &str, target: fn(&[u8]), data: &[u8], whence: &str) {
    let start = Instant::now();
    let broken = catch_unwind(AssertUnwindSafe(|| target(data))).is_err();
    let taken = start.elapsed();
    if broken || taken > LONGEST {
        let path = std::env::temp_dir().join(format!("demarche-finding-{name}-{}", std::process::id()));
        let _ = fs::write(&path, data);
        let what = if broken { "panics".to_string() } else { format!("takes {taken:?}") };
        panic!("{name} {what} on {whence}; the input is {} (put it into fuzz/regressions/{name}/)", path.display());
    }
}

/// Mutations of a target until `is_enough`; how many there were.
fn mutations(name: &str, target: fn(&[u8]), seed: u64, is_enough: &dyn Fn(usize) -> bool) -> usize {
    let inputs = inputs(name);
    assert!(!inputs.is_empty(), "{name} has no seeds");
    let mut dice = Dice(seed);
    let mut done = 0;
    while !is_enough(done) {
        let (path, data) = &inputs[dice.roll(inputs.len())];
        let (_, other) = &inputs[dice.roll(inputs.len())];
        let data = mutate(data, other, &mut dice);
        check(name, target, &data, &format!("mutation {done} of {}", path.display()));
        done += 1;
    }
    done
}

#[test]
fn seeds_and_past_findings_hold() {
    for (name, target) in TARGETS {
        for (path, data) in inputs(name) {
            check(name, target, &data, &path.display().to_string());
        }
    }
}

#[test]
fn a_few_mutations_of_every_seed_hold() {
    std::thread::scope(|scope| {
        for half in TARGETS.chunks(TARGETS.len() / 2) {
            scope.spawn(move || {
                for (name, target) in half {
                    mutations(name, *target, 0x9E37_79B9_7F4A_7C15, &|done| done == 60);
                }
            });
        }
    });
}

#[test]
#[ignore = "for as long as you like: DEMARCHE_FUZZ_SECONDS, in all; DEMARCHE_FUZZ_TARGET for one; DEMARCHE_FUZZ_SEED"]
fn mutations_for_as_long_as_you_like() {
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let only = std::env::var("DEMARCHE_FUZZ_TARGET").ok();
    let targets: Vec<_> =
        TARGETS.into_iter().filter(|(name, _)| only.as_deref().is_none_or(|only| only == *name)).collect();
    let each = Duration::from_secs(number("DEMARCHE_FUZZ_SECONDS", 60)) / targets.len().max(1) as u32;
    for (name, target) in targets {
        let start = Instant::now();
        let seed = number("DEMARCHE_FUZZ_SEED", 1).wrapping_mul(0x2545_F491_4F6C_DD1D) | 1;
        let done = mutations(name, target, seed, &|_| start.elapsed() >= each);
        println!("{name}: {done} inputs in {:?}", start.elapsed());
    }
}
