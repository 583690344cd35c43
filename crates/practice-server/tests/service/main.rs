//! The service from outside, through a plain HTTP client: every rule of the contract, and every fault.

mod access;
mod documents;
mod exports;
mod faults;
mod life;
mod limits;
mod lists;
mod storage;
mod world;
