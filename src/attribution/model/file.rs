//! The model file: hashes and small numbers, no strings.
//!
//! ```text
//! magic "demarche" · version u16 · length of the body u32 · body · first 16 bytes of the body's SHA-256
//! ```
//!
//! The body holds the three tables of weights (features in order as differences, a byte that says which labels have
//! a weight, a byte a weight), the steps between labels, the judge's plain weights, its calibration, the threshold and
//! the word clusters. Numbers are little-endian. Whatever is wrong is an error, never a panic, and nothing is allocated
//! on the word of the file alone.

use sha2::{Digest, Sha256};

use super::Model;
use super::chain::Steps;
use super::clusters::Clusters;
use super::rank::{Calibration, DENSE, Judge};
use super::reader::Stage;
use super::weights::Weights;

/// First bytes of every model file.
const MAGIC: &[u8; 8] = b"demarche";
/// The version that this program reads; part of it is the meaning of every feature.
pub const VERSION: u16 = 2;
const CHECK: usize = 16;

/// What is wrong with a model file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Other bytes.
    #[error("this is not a demarche model file (train one with the example train-attribution)")]
    NotAModel,
    /// Another version.
    #[error(
        "the model file has version {found}, but this program reads version {VERSION} (train it again with this program)"
    )]
    Version {
        /// The file's version.
        found: u16,
    },
    /// Bytes are missing or changed.
    #[error("the model file is damaged (get or train it again)")]
    Damaged,
}

impl Model {
    /// Reads a model file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model, ModelError> {
        Self::read(bytes, true)
    }

    /// Reads the file that is part of the program, whose checksum a test has compared.
    pub(super) fn from_own_bytes(bytes: &[u8]) -> Result<Model, ModelError> {
        Self::read(bytes, false)
    }

    fn read(bytes: &[u8], check_sum: bool) -> Result<Model, ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
        let mut head = Input(rest);
        let version = u16::from_le_bytes(head.take()?);
        if version != VERSION {
            return Err(ModelError::Version { found: version });
        }
        let length = u32::from_le_bytes(head.take()?) as usize;
        if head.0.len() != length.saturating_add(CHECK) {
            return Err(ModelError::Damaged);
        }
        let (body, check) = head.0.split_at(length);
        if check_sum && Sha256::digest(body)[..CHECK] != *check {
            return Err(ModelError::Damaged);
        }
        let mut body = Input(body);
        let cues = body.stage::<3>()?;
        let arguments = body.stage::<5>()?;
        let mut dense = [0.0; DENSE];
        for value in &mut dense {
            *value = body.float()?;
        }
        let judge = Judge { dense, weights: body.weights::<1>()? };
        let knots = body.number()?;
        let mut calibration = Vec::new();
        for _ in 0..knots {
            calibration.push((body.float()?, body.float()?));
        }
        let threshold = body.float()?;
        let clusters = body.clusters()?;
        if !body.0.is_empty() {
            return Err(ModelError::Damaged);
        }
        Ok(Model { cues, arguments, judge, calibration: Calibration::new(calibration), threshold, clusters })
    }

    /// The model as a file; the same model gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Output(Vec::new());
        body.stage(&self.cues);
        body.stage(&self.arguments);
        self.judge.dense.iter().for_each(|w| body.float(*w));
        body.weights(&self.judge.weights);
        body.number(self.calibration.knots().len() as u32);
        for (from, to) in self.calibration.knots() {
            body.float(*from);
            body.float(*to);
        }
        body.float(self.threshold);
        body.clusters(&self.clusters);
        let mut out = MAGIC.to_vec();
        out.extend(VERSION.to_le_bytes());
        out.extend((body.0.len() as u32).to_le_bytes());
        out.extend(&body.0);
        out.extend(&Sha256::digest(&body.0)[..CHECK]);
        out
    }
}

struct Output(Vec<u8>);

impl Output {
    fn float(&mut self, value: f32) {
        self.0.extend(value.to_bits().to_le_bytes());
    }

    /// Seven bits a byte, the lowest first.
    fn number(&mut self, mut value: u32) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    fn weights<const L: usize>(&mut self, weights: &Weights<L>) {
        let rows = weights.rows();
        self.float(weights.scale);
        self.number(rows.len() as u32);
        let mut last = 0;
        for (feature, row) in rows {
            self.number(feature - last);
            last = feature;
            if L > 1 {
                self.0.push(row.iter().enumerate().fold(0, |bits, (i, w)| bits | u8::from(*w != 0) << i));
            }
            self.0.extend(row.iter().filter(|w| **w != 0).map(|w| *w as u8));
        }
    }

    fn stage<const L: usize>(&mut self, stage: &Stage<L>) {
        stage.steps.first.iter().for_each(|w| self.float(*w));
        stage.steps.step.iter().flatten().for_each(|w| self.float(*w));
        self.weights(&stage.weights);
    }

    fn clusters(&mut self, clusters: &Clusters) {
        let (entries, coarse) = clusters.parts();
        self.number(coarse.len() as u32);
        self.0.extend(coarse);
        self.number(clusters.len() as u32);
        let mut last = 0;
        for (hash, cluster) in entries {
            self.number(hash - last);
            last = hash;
            self.0.push(cluster);
        }
    }
}

struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let (first, rest) = self.0.split_first_chunk::<N>().ok_or(ModelError::Damaged)?;
        self.0 = rest;
        Ok(*first)
    }

    fn byte(&mut self) -> Result<u8, ModelError> {
        self.take::<1>().map(|[b]| b)
    }

    fn float(&mut self) -> Result<f32, ModelError> {
        let value = f32::from_bits(u32::from_le_bytes(self.take()?));
        if value.is_finite() { Ok(value) } else { Err(ModelError::Damaged) }
    }

    fn number(&mut self) -> Result<u32, ModelError> {
        // The differences between features mostly have three bytes.
        if let [a, b, c, rest @ ..] = self.0
            && a & b & 0x80 == 0x80
            && *c < 0x80
        {
            self.0 = rest;
            return Ok(u32::from(a & 0x7F) | u32::from(b & 0x7F) << 7 | u32::from(*c) << 14);
        }
        let mut value = 0u32;
        for (i, &byte) in self.0.iter().take(5).enumerate() {
            value |= u32::from(byte & 0x7F) << (7 * i);
            if byte < 0x80 {
                self.0 = &self.0[i + 1..];
                return Ok(value);
            }
        }
        Err(ModelError::Damaged)
    }

    fn weights<const L: usize>(&mut self) -> Result<Weights<L>, ModelError> {
        let scale = self.float()?;
        let count = self.number()?;
        // A row has two bytes or more.
        if count as usize > self.0.len() / 2 {
            return Err(ModelError::Damaged);
        }
        let mut weights = Weights::with_room(count as usize, scale);
        let mut feature = 0u32;
        for _ in 0..count {
            feature = feature.checked_add(self.number()?).ok_or(ModelError::Damaged)?;
            let mut left = if L > 1 { self.byte()? & ((1 << L) - 1) } else { 1 };
            let values = self.0.get(..left.count_ones() as usize).ok_or(ModelError::Damaged)?;
            self.0 = &self.0[values.len()..];
            let mut row = [0i8; L];
            for value in values {
                row[left.trailing_zeros() as usize] = *value as i8;
                left &= left - 1;
            }
            weights.push(feature, row);
        }
        Ok(weights)
    }

    fn stage<const L: usize>(&mut self) -> Result<Stage<L>, ModelError> {
        let mut steps = Steps::<L>::new();
        for value in steps.first.iter_mut().chain(steps.step.iter_mut().flatten()) {
            *value = self.float()?;
        }
        Ok(Stage { weights: self.weights()?, steps })
    }

    fn clusters(&mut self) -> Result<Clusters, ModelError> {
        let coarse = (0..self.number()?).map(|_| self.byte()).collect::<Result<Vec<u8>, _>>()?;
        let count = self.number()?;
        let mut entries = Vec::new();
        let mut hash = 0u32;
        for _ in 0..count {
            hash = hash.checked_add(self.number()?).ok_or(ModelError::Damaged)?;
            entries.push((hash, self.byte()?));
        }
        Ok(Clusters::new(entries, coarse))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn model() -> Model {
        let mut steps = Steps::<5>::new();
        steps.step[1][2] = 1.5;
        let weights = Weights::quantise(&[(3, [0.0, 1.0, 0.0, -2.0, 0.5]), (u32::MAX, [1.0; 5])], 3.0);
        Model {
            cues: Stage { weights: Weights::quantise(&[(900, [0.1, -0.2, 2.9])], 3.0), steps: Steps::new() },
            arguments: Stage { weights, steps },
            judge: Judge { dense: [0.25; DENSE], weights: Weights::quantise(&[(5, [1.0]), (70_000, [-1.0])], 2.0) },
            calibration: Calibration::new(vec![(0.1, 0.05), (0.9, 0.85)]),
            threshold: 0.4,
            clusters: Clusters::new(vec![(77, 1), (5, 2)], vec![0, 1, 1]),
        }
    }

    #[test]
    fn comes_back_as_it_was() {
        let bytes = model().to_bytes();
        let again = Model::from_bytes(&bytes).expect("it is whole");
        assert_eq!(again.to_bytes(), bytes);
        assert_eq!(again.arguments.steps, model().arguments.steps);
        assert_eq!(again.clusters, model().clusters);
    }

    #[test]
    fn says_what_is_wrong() {
        let bytes = model().to_bytes();
        let error = |bytes: &[u8]| Model::from_bytes(bytes).err();
        assert_eq!(error(b"something else"), Some(ModelError::NotAModel));
        assert_eq!(error(&bytes[..bytes.len() - 1]), Some(ModelError::Damaged));
        assert_eq!(error(&bytes[..9]), Some(ModelError::Damaged));
        let mut newer = bytes.clone();
        newer[8] = 9;
        assert_eq!(error(&newer), Some(ModelError::Version { found: 9 }));
        assert_eq!(error(&[]), Some(ModelError::NotAModel));
    }

    proptest! {
        #[test]
        fn a_changed_byte_is_damage_and_never_a_panic(at in 0usize..200, to in 0u8..) {
            let mut bytes = model().to_bytes();
            let at = at % bytes.len();
            prop_assume!(bytes[at] != to);
            bytes[at] = to;
            prop_assert!(Model::from_bytes(&bytes).is_err());
        }

        #[test]
        fn bodies_with_a_right_checksum_and_wrong_content_are_no_panic(body in prop::collection::vec(0u8.., 0..300)) {
            let mut bytes = MAGIC.to_vec();
            bytes.extend(VERSION.to_le_bytes());
            bytes.extend((body.len() as u32).to_le_bytes());
            bytes.extend(&body);
            bytes.extend(&Sha256::digest(&body)[..CHECK]);
            let _ = Model::from_bytes(&bytes);
        }
    }
}
