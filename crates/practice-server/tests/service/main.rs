//! The service from outside, through a plain HTTP client: every rule of the contract, and every fault.

mod access;
mod documents;
mod excess;
mod exports;
mod faults;
mod filters;
mod intervals;
mod life;
mod limits;
mod lists;
mod parameters;
mod reports;
mod storage;
mod world;
